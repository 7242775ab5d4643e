// SPDX-License-Identifier: MIT
#include "axle/markers/universal_marker.hpp"

#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "base/cursor.hpp"
#include "base/sha256.hpp"

namespace axle {

namespace {

// Names joined by hyphens are a name, unless that is longer than names may be; then its hash takes
// its place, in the same form.
ExtraName encoded(std::string_view kind, const PackageName& package, std::string_view item) {
  std::string text = fmt::format("{}-{}-{}", kind, package.text().size(), package.text());
  if (!item.empty()) text.append("-").append(item);
  Result<ExtraName> name = ExtraName::parse(text);
  if (!name) name = ExtraName::parse(fmt::format("{}-64-{}-long", kind, sha256_hex(text)));
  return *std::move(name);
}

}  // namespace

ExtraName conflict_extra(const PackageName& package, const ExtraName& extra) {
  return encoded("extra", package, extra.text());
}

ExtraName conflict_group(const PackageName& package, const GroupName& group) {
  return encoded("group", package, group.text());
}

ExtraName conflict_project(const PackageName& package) { return encoded("project", package, {}); }

bool is_conflict_item(const ExtraName& name) {
  Cursor in(name.text());
  const bool is_project = in.skip("project-");
  if (!is_project && !in.skip("extra-") && !in.skip("group-")) return false;
  const auto length = in.number();
  if (!length || !in.skip('-')) return false;
  const std::size_t rest = in.rest().size();
  if (*length == 0 || *length > rest) return false;
  if (is_project) return *length == rest;
  const std::string_view after = in.rest().substr(*length);
  return after.size() > 1 && after.front() == '-';
}

Marker at_most_one_of_each(const ConflictSets& conflicts) {
  Marker all = Marker::always();
  for (const auto& set : conflicts)
    for (std::size_t i = 0; i < set.size(); ++i)
      for (std::size_t j = i + 1; j < set.size(); ++j)
        all &= ~(Marker::extra(set[i]) & Marker::extra(set[j]));
  return all;
}

Marker with_world_knowledge(Marker marker, Marker possible) {
  if (!marker.is_never() && !marker.mentions_extras()) return marker;
  const Marker known = marker & possible;
  const Marker platforms = known.without_extras();
  if (!platforms.is_never() && known == (platforms & possible)) return platforms;
  return ~possible | marker;
}

bool is_true_with(Marker marker, std::span<const ExtraName> active) {
  return marker.must_hold_with(active);
}

Marker assume_items(Marker marker, std::span<const std::pair<ExtraName, bool>> items) {
  if (items.empty()) return marker;
  return marker.assume_extras([&](const ExtraName& name) -> std::optional<bool> {
    const auto found =
        std::ranges::find_if(items, [&](const auto& item) { return item.first == name; });
    return found == items.end() ? std::nullopt : std::optional(found->second);
  });
}

}  // namespace axle
