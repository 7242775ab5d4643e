// SPDX-License-Identifier: MIT
#include "lock/canonical_markers.hpp"

#include <algorithm>

namespace axle {

std::vector<Marker> canonical_markers(std::span<const Marker> markers,
                                      const RequiresPython& requires_python) {
  const PythonBounds& bounds = requires_python.bounds();
  std::vector<Marker> canonical;
  for (const Marker marker : markers) {
    const Marker platform = marker.without_extras().simplify_python(bounds);
    if (std::ranges::find(canonical, platform) == canonical.end()) canonical.push_back(platform);
  }
  const auto overlaps = [&] {
    for (std::size_t i = 0; i < canonical.size(); ++i)
      for (std::size_t j = i + 1; j < canonical.size(); ++j)
        if (!canonical[i].is_disjoint(canonical[j])) return true;
    return false;
  };
  if (overlaps()) {
    canonical.clear();
    for (const Marker marker : markers) canonical.push_back(marker.simplify_python(bounds));
  }
  std::erase_if(canonical, [](Marker marker) { return marker.is_always(); });
  return canonical;
}

std::vector<Marker> simplified_environments(std::span<const Marker> environments,
                                            const PythonBounds& python) {
  std::vector<Marker> kept;
  for (const Marker marker : environments)
    if (const Marker simple = marker.simplify_python(python); !simple.is_always())
      kept.push_back(simple);
  return kept;
}

Marker environment_of_forks(std::span<const Marker> fork_markers,
                            const RequiresPython& requires_python) {
  if (fork_markers.empty()) return Marker::always();
  Marker environment = Marker::never();
  for (const Marker marker : fork_markers) environment |= marker.without_extras();
  return environment.simplify_python(requires_python.bounds());
}

}  // namespace axle
