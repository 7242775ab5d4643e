// SPDX-License-Identifier: MIT
#include "poetry/enrichment.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "axle/standards/lenient.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "poetry/requirement_text.hpp"
#include "poetry/toml_values.hpp"

namespace axle {
namespace {

Marker marker_at(const PoetryDependency& entry, const DependencyPlace& place) {
  return place.kind == DependencyPlace::Kind::extra ? marker_in_extra(entry.marker, place.name)
                                                    : entry.marker.assume_all_extras(false);
}

std::string text_of(const Requirement& requirement, std::string_view more_specifiers,
                    Marker marker) {
  std::vector<std::string> extras;
  for (const ExtraName& extra : requirement.extras) extras.push_back(extra.text());
  std::string text = requirement.name.text();
  if (!extras.empty()) text += fmt::format("[{}]", join(extras, ","));
  if (requirement.url) text += " @ " + *requirement.url;
  text += requirement.specifiers.to_string(",");
  if (!more_specifiers.empty())
    text += (requirement.specifiers.empty() ? "" : ",") + std::string(more_specifiers);
  if (const auto condition = marker.to_text()) text += fmt::format(" ; {}", *condition);
  return text;
}

/// The requirement as one entry narrows it.
Result<TomlValue> narrowed(const Enrichment& enrichment, const Requirement& requirement,
                           const PoetryDependency& entry, Marker marker) {
  std::string specifiers;
  if (entry.constraint && !entry.is_direct() && !requirement.url) {
    const VersionRange both =
        VersionRange::from(requirement.specifiers).intersect(entry.constraint->range());
    const auto single = entry.constraint->single();
    if (both.is_empty() || !single)
      return enrichment.document.error(
          entry.position,
          fmt::format("`{}`: no version fits both `[project]` (`{}`) and `[tool.poetry]`",
                      escape_foreign(entry.key), requirement.specifiers.to_string(",")),
          "make the two constraints overlap, or take `version` out of the entry");
    specifiers = single->specifiers.to_string(",");
  }
  return toml_text(text_of(requirement, specifiers, marker), entry.position);
}

/// Whether entries say more of a requirement than where it comes from: a version, or a marker that
/// leaves something of it out.
bool narrow(const std::vector<const PoetryDependency*>& entries, const Requirement& requirement,
            const DependencyPlace& place) {
  Marker covered = Marker::never();
  for (const PoetryDependency* const entry : entries) {
    if (entry->constraint && !entry->constraint->is_any()) return true;
    covered |= marker_at(*entry, place);
  }
  return !entries.empty() && !requirement.marker.implies(covered);
}

/// A requirement that has a URL keeps it; an entry may not name another place.
Result<void> check_places(const Enrichment& enrichment, const Requirement& requirement,
                          const PoetryDependency& entry) {
  if (!requirement.url || !entry.is_direct()) return {};
  const auto* const url = std::get_if<PoetryUrl>(&entry.origin);
  if (url != nullptr && url->url == *requirement.url) return {};
  return enrichment.document.error(
      entry.position,
      fmt::format("`{}` comes from another place here than in `[project]`, which names `{}`",
                  escape_foreign(entry.key), escape_foreign(*requirement.url)),
      "take the place out of one of the two");
}

}  // namespace

Result<void> enrich(const Enrichment& enrichment, const DependencyPlace& place, TomlValue& list,
                    const UseEntry& use) {
  std::vector<TomlValue> items;
  for (TomlValue& item : list.items) {
    if (!item.is_string()) {
      items.push_back(std::move(item));
      continue;
    }
    auto requirement = parse_lenient_requirement(item.text);
    if (!requirement) return enrichment.document.error(item.position, requirement.error());
    std::vector<const PoetryDependency*> entries;
    for (const PoetryDependency& entry : enrichment.dependencies)
      if (entry.name == requirement->name &&
          !(requirement->marker & marker_at(entry, place)).is_never())
        entries.push_back(&entry);
    const bool narrows = narrow(entries, *requirement, place);
    for (const PoetryDependency* const entry : entries) {
      TRY_OK(check_places(enrichment, *requirement, *entry));
      const Marker marker = requirement->marker & marker_at(*entry, place);
      if (!requirement->url) use(*entry, place, marker);
      if (!narrows) continue;
      TRY(TomlValue made, narrowed(enrichment, *requirement, *entry, marker));
      items.push_back(std::move(made));
    }
    if (!narrows) items.push_back(std::move(item));
  }
  list.items = std::move(items);
  return {};
}

}  // namespace axle
