// SPDX-License-Identifier: MIT
#include "poetry/requirement_text.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace axle {
std::string requirement_text(const PoetryDependency& dependency, Marker marker) {
  std::string text = dependency.name.text();
  if (!dependency.extras.empty()) text += fmt::format("[{}]", join(dependency.extras, ","));
  if (!dependency.is_direct() && dependency.constraint)
    if (const auto single = dependency.constraint->single())
      text += single->specifiers.to_string(",");
  if (const auto condition = marker.to_text()) text += fmt::format(" ; {}", *condition);
  return text;
}

Marker marker_in_extra(Marker marker, std::string_view extra) {
  const auto name = ExtraName::parse(extra);
  if (!name) return Marker::never();
  return marker.assume_extras(
      [&](const ExtraName& other) { return std::optional(other == *name); });
}

std::vector<std::string> extras_excluded_by(Marker marker, std::string_view extra) {
  std::vector<std::string> excluded;
  const auto name = ExtraName::parse(extra);
  if (!name || marker_in_extra(marker, extra).is_never()) return excluded;
  for (const ExtraName& other : marker.extras()) {
    if (other == *name) continue;
    const Marker both = marker.assume_extras(
        [&](const ExtraName& each) { return std::optional(each == *name || each == other); });
    if (both.is_never()) excluded.push_back(other.text());
  }
  return excluded;
}

}  // namespace axle
