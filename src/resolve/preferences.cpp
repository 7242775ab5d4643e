// SPDX-License-Identifier: MIT
#include "resolve/preferences.hpp"

#include <algorithm>

namespace axle {
namespace {

bool suits(const Preferences::Entry& entry, const IndexUrl* pin) {
  if (pin == nullptr) return true;
  switch (entry.kind) {
    case VersionPreference::Index::any:
      return true;
    case VersionPreference::Index::none:
      return false;
    case VersionPreference::Index::url:
      return entry.index == pin->text();
  }
  return false;
}

bool holds_in(const VersionPreference& preference, const OneEnvironment& one) {
  return preference.fork_markers.empty() ||
         std::any_of(preference.fork_markers.begin(), preference.fork_markers.end(),
                     [&](Marker marker) { return marker.evaluate(one.markers, {}); });
}

}  // namespace

std::vector<Preferences::Entry>& Preferences::entries_of(NameId name) {
  if (entries_.size() <= name) entries_.resize(name + 1);
  return entries_[name];
}

Preferences::Preferences(const ResolveInput& input, Interner<PackageName>& names,
                         const OneEnvironment* one) {
  for (const VersionPreference& preference : input.preferences) {
    if (one != nullptr && !holds_in(preference, *one)) continue;
    auto& entries = entries_of(names.id_of(preference.name));
    const auto add = [&](Marker marker) {
      entries.push_back({preference.version, marker, preference.index,
                         preference.url ? preference.url->text() : std::string(),
                         /*is_of_sibling=*/false});
    };
    if (preference.fork_markers.empty()) add(Marker::always());
    for (const Marker marker : preference.fork_markers) add(marker.without_extras());
  }
}

void Preferences::add_sibling(NameId name, const Version& version, Marker marker,
                              const IndexUrl* index) {
  entries_of(name).push_back(
      {version, marker,
       index != nullptr ? VersionPreference::Index::url : VersionPreference::Index::none,
       index != nullptr ? index->text() : std::string(), /*is_of_sibling=*/true});
}

std::vector<const Preferences::Entry*> Preferences::ranked(NameId name, const IndexUrl* pin,
                                                           const ForkEnvironment& environment,
                                                           bool highest) const {
  std::vector<const Entry*> ranked;
  if (entries_.size() <= name) return ranked;
  // Whether an entry overlaps is a question of markers: asked once for each, not for each
  // comparison.
  std::vector<const Entry*> elsewhere;
  for (const Entry& entry : entries_[name])
    if (suits(entry, pin))
      (environment.overlaps(entry.marker) ? ranked : elsewhere).push_back(&entry);
  for (auto* entries : {&ranked, &elsewhere})
    std::ranges::stable_sort(*entries, [highest](const Entry* a, const Entry* b) {
      return highest ? a->version > b->version : a->version < b->version;
    });
  ranked.insert(ranked.end(), elsewhere.begin(), elsewhere.end());
  return ranked;
}

}  // namespace axle
