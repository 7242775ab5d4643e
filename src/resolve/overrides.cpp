// SPDX-License-Identifier: MIT
// Manifest's overrides and exclusions.
#include <algorithm>

#include "resolve/manifest.hpp"

namespace axle {
namespace {

template <class Entries>
auto* entry_for(Entries& entries, const std::optional<Version>& version) {
  const auto place = std::find_if(entries.begin(), entries.end(),
                                  [&](const auto& entry) { return entry.version == version; });
  if (place != entries.end()) return &*place;
  entries.emplace_back();
  entries.back().version = version;
  return &entries.back();
}

}  // namespace

void Manifest::add_overrides() {
  for (const Override& override_ : input_.overrides) {
    PreparedRequirement prepared = prepare(override_.requirement, table_, sources_);
    if (!override_.scope) {
      auto& same_name = overrides_[prepared.name];
      if (same_name.empty()) override_order_.push_back(prepared.name);
      same_name.push_back(std::move(prepared));
      continue;
    }
    Scoped* entry =
        entry_for(scoped_[table_.names.id_of(override_.scope->package)], override_.scope->version);
    auto& same_name = entry->overrides[prepared.name];
    if (same_name.empty()) entry->order.push_back(prepared.name);
    same_name.push_back(std::move(prepared));
  }
  for (auto& [package, entries] : scoped_)
    for (Scoped& entry : entries)
      std::sort(entry.order.begin(), entry.order.end(),
                [&](NameId a, NameId b) { return table_.names[a] < table_.names[b]; });
  for (const Exclude& exclude : input_.excludes) {
    const NameId name = table_.names.id_of(exclude.name);
    if (exclude.scope) {
      entry_for(scoped_excludes_[table_.names.id_of(exclude.scope->package)],
                exclude.scope->version)
          ->names.push_back(name);
      continue;
    }
    if (excludes_.size() <= name) excludes_.resize(name + 1);
    excludes_[name] = true;
  }
}

template <class Entry>
const Entry* Manifest::scope_for(const std::unordered_map<NameId, std::vector<Entry>>& scopes,
                                 const Owner& owner) {
  if (owner.package == no_name) return nullptr;
  const auto entries = scopes.find(owner.package);
  if (entries == scopes.end()) return nullptr;
  const Entry* of_any_version = nullptr;
  for (const Entry& entry : entries->second) {
    if (!entry.version)
      of_any_version = &entry;
    else if (owner.version != nullptr && *entry.version == *owner.version)
      return &entry;
  }
  return of_any_version;
}

bool Manifest::has_overrides(const Owner& owner) const {
  return !overrides_.empty() || scope_for(scoped_, owner) != nullptr;
}

std::vector<PreparedRequirement> Manifest::overridden(
    const std::vector<PreparedRequirement>& requirements, const Owner& owner) const {
  const Scoped* scoped = scope_for(scoped_, owner);
  if (overrides_.empty() && scoped == nullptr) return requirements;
  std::vector<PreparedRequirement> result;
  for (const PreparedRequirement& requirement : requirements) {
    const std::vector<PreparedRequirement>* replacements = nullptr;
    if (scoped != nullptr) {
      const auto own = scoped->overrides.find(requirement.name);
      if (own != scoped->overrides.end()) replacements = &own->second;
    }
    if (replacements == nullptr) {
      const auto global = overrides_.find(requirement.name);
      if (global != overrides_.end()) replacements = &global->second;
    }
    if (replacements == nullptr) {
      result.push_back(requirement);
      continue;
    }
    // What replaces an optional dependency stays optional.
    const auto extra = requirement.marker.top_level_extra();
    for (const PreparedRequirement& replacement : *replacements) {
      result.push_back(replacement);
      if (!extra) continue;
      result.back().marker &= Marker::extra(*extra);
      result.back().marker_extras.push_back(*extra);
    }
  }
  if (scoped == nullptr) return result;
  for (const NameId name : scoped->order) {
    const auto is_there = [&](const PreparedRequirement& requirement) {
      return requirement.name == name;
    };
    if (std::any_of(requirements.begin(), requirements.end(), is_there)) continue;
    const auto& added = scoped->overrides.at(name);
    result.insert(result.end(), added.begin(), added.end());
  }
  return result;
}

bool Manifest::is_excluded(NameId dependency, const Owner& owner) const {
  if (dependency < excludes_.size() && excludes_[dependency]) return true;
  const ScopedExcludes* scoped = scope_for(scoped_excludes_, owner);
  return scoped != nullptr &&
         std::find(scoped->names.begin(), scoped->names.end(), dependency) != scoped->names.end();
}

const std::vector<PreparedRequirement>* Manifest::constraints(NameId name) const {
  const auto found = constraints_.find(name);
  return found != constraints_.end() ? &found->second : nullptr;
}

}  // namespace axle
