// SPDX-License-Identifier: MIT
#include "locking/wheel_places.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "lock/arm_platforms.hpp"

namespace axle {
namespace {

using Wheels = std::vector<const DistributionFile*>;

/// What tells METADATA of wheels apart without reading it; empty if nothing does.
std::string stated_hash(const DistributionFile& file) {
  if (!file.core_metadata || file.core_metadata->empty()) return {};
  return file.core_metadata->back().hex;
}

/// The minor version of CPython in "cp312" or "py312"; none for "py3".
std::optional<std::uint64_t> minor_of(std::string_view python) {
  if (!python.starts_with("cp3") && !python.starts_with("py3")) return std::nullopt;
  return parse_unsigned(python.substr(3));
}

/// How well a wheel with this tag suits a Python of this minor version; 0 if not at all. The order
/// is that of installers: the version's own ABI, then stable ABIs, the newest first, then others.
unsigned suits(const Tag& tag, std::uint64_t minor) {
  const auto built_for = minor_of(tag.python);
  const unsigned native = tag.platform != "any" ? 1 : 0;
  if (tag.abi.starts_with("cp"))
    return built_for == minor && !tag.abi.ends_with('t') ? 2000 + native : 0;
  if (!built_for) return tag.python == "py3" || tag.python == "cp3" ? 1 + native : 0;
  if (*built_for > minor || *built_for > 400) return 0;
  const auto newness = static_cast<unsigned>(*built_for);
  if (tag.abi == "abi3") return 1000 + 2 * newness + native;
  if (tag.abi != "none") return 0;
  return tag.python.starts_with("py") || built_for == minor ? 10 + 2 * newness + native : 0;
}

const DistributionFile* best_for(const Wheels& wheels, std::uint64_t minor) {
  const DistributionFile* best = nullptr;
  unsigned best_rank = 0;
  for (const DistributionFile* wheel : wheels)
    for (const Tag& tag : wheel->wheel()->tags)
      if (const unsigned rank = suits(tag, minor); rank > best_rank) {
        best = wheel;
        best_rank = rank;
      }
  return best;
}

bool runs_on(const DistributionFile& wheel, const ArmPlatform& platform) {
  return std::ranges::any_of(wheel.wheel()->tags,
                             [&](const Tag& tag) { return platform.has(tag.platform); });
}

bool has_tag_of(const DistributionFile& wheel, const DistributionFile& other) {
  return std::ranges::any_of(wheel.wheel()->tags, [&](const Tag& tag) {
    return std::ranges::any_of(other.wheel()->tags, [&](const Tag& same) {
      return tag.python == same.python && tag.abi == same.abi;
    });
  });
}

const DistributionFile* like(const Wheels& wheels, const DistributionFile& own) {
  const auto found = std::ranges::find_if(
      wheels, [&](const DistributionFile* wheel) { return has_tag_of(*wheel, own); });
  return found != wheels.end() ? *found : wheels.front();
}

/// From Python 3.`from` up to 3.`to`; without an end that is not given.
Marker pythons(std::optional<std::uint64_t> from, std::optional<std::uint64_t> to) {
  const auto bound = [](PythonBound::Kind kind, std::uint64_t minor) {
    return PythonBound{kind, *Version::parse("3." + std::to_string(minor))};
  };
  PythonBounds bounds;
  if (from) bounds.lower = bound(PythonBound::Kind::included, *from);
  if (to) bounds.upper = bound(PythonBound::Kind::excluded, *to);
  return Marker::python_within(bounds);
}

/// Collects what is installed where, one wheel for each METADATA.
class Placer {
 public:
  Placer(const DistributionFile& own, const RequiresPython& requires_python, bool reads_unstated)
      : own_(own),
        project_(Marker::python_within(requires_python.bounds())),
        reads_unstated_(reads_unstated) {}

  void place(const ArmPlatform& platform, const Wheels& wheels) {
    const bool all_stated = std::ranges::all_of(
        wheels, [](const DistributionFile* wheel) { return !stated_hash(*wheel).empty(); });
    if (!all_stated) return add(platform.marker(), *like(wheels, own_));
    std::set<std::uint64_t> minors;
    for (const DistributionFile* wheel : wheels)
      for (const Tag& tag : wheel->wheel()->tags)
        if (const auto minor = minor_of(tag.python); minor && *minor <= 400) minors.insert(*minor);
    leave_out_unsupported(minors);
    if (minors.empty()) return add(platform.marker(), *like(wheels, own_));
    for (auto at = minors.begin(); at != minors.end(); ++at) {
      const auto next = std::next(at);
      const Marker span = pythons(at == minors.begin() ? std::nullopt : std::optional(*at),
                                  next == minors.end() ? std::nullopt : std::optional(*next));
      if (const DistributionFile* best = best_for(wheels, *at))
        add(platform.marker() & span, *best);
    }
  }

  void place_source(const ArmPlatform& platform) { add(platform.marker(), own_); }

  std::vector<PlacedWheel> take() {
    const bool only_own = std::ranges::all_of(
        placed_, [&](const PlacedWheel& placed) { return key(*placed.file) == key(own_); });
    return only_own ? std::vector<PlacedWheel>() : std::move(placed_);
  }

 private:
  /// Those of which the project supports no version up to the next.
  void leave_out_unsupported(std::set<std::uint64_t>& minors) const {
    std::erase_if(minors, [&](std::uint64_t minor) {
      const auto next = minors.upper_bound(minor);
      return pythons(minor, next == minors.end() ? std::nullopt : std::optional(*next))
          .is_disjoint(project_);
    });
  }

  std::string key(const DistributionFile& file) const {
    std::string hash = stated_hash(file);
    if (hash.empty()) return reads_unstated_ ? file.url : stated_hash(own_);
    return hash;
  }

  void add(Marker where, const DistributionFile& file) {
    const auto known = std::ranges::find_if(
        placed_, [&](const PlacedWheel& placed) { return key(*placed.file) == key(file); });
    if (known == placed_.end())
      placed_.push_back({where, key(file) == key(own_) ? &own_ : &file});
    else
      known->where |= where;
  }

  const DistributionFile& own_;
  const Marker project_;
  const bool reads_unstated_;
  std::vector<PlacedWheel> placed_;
};

}  // namespace

std::vector<PlacedWheel> placed_wheels(const VersionFiles& files, const DistributionFile& own,
                                       const RequiresPython& requires_python, bool reads_unstated) {
  // Most versions have one METADATA for all, and then nothing has to be looked for.
  const std::string own_hash = stated_hash(own);
  const auto is_own = [&](const DistributionFile& wheel) { return stated_hash(wheel) == own_hash; };
  if (std::ranges::all_of(files.wheels, is_own) && (!own_hash.empty() || !reads_unstated))
    return {};
  Placer placer(own, requires_python, reads_unstated);
  for (const ArmPlatform& platform : arm_platforms()) {
    Wheels wheels;
    for (const DistributionFile& wheel : files.wheels)
      if (runs_on(wheel, platform)) wheels.push_back(&wheel);
    if (!wheels.empty())
      placer.place(platform, wheels);
    else if (!files.sdists.empty())
      placer.place_source(platform);
  }
  return placer.take();
}

}  // namespace axle
