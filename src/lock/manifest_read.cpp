// SPDX-License-Identifier: MIT
#include <algorithm>

#include "lock/lockfile_read.hpp"

namespace axle {
namespace {

/// The kind of a requirement's source and the key that has it.
std::pair<LockedRequirement::Kind, std::string_view> source_of(const LockValue& value) {
  using Kind = LockedRequirement::Kind;
  constexpr std::pair<Kind, std::string_view> keys[] = {
      {Kind::git, "git"},           {Kind::url, "url"},
      {Kind::path, "path"},         {Kind::directory, "directory"},
      {Kind::editable, "editable"}, {Kind::virtual_tree, "virtual"}};
  for (const auto& entry : keys)
    if (value.find(entry.second) != nullptr) return entry;
  return {Kind::registry, "index"};
}

Result<std::optional<LockedScope>> read_scope(const LockReader& reader, const LockValue& value) {
  if (!value.is_table()) return std::optional<LockedScope>();
  TRY(const LockValue* const target, reader.table(value, "package"));
  if (target == nullptr) return std::optional<LockedScope>();
  TRY(PackageName name, reader.required<PackageName>(*target, "name"));
  TRY(std::optional<Version> version, reader.optional_parsed<Version>(*target, "version"));
  return std::optional(LockedScope{std::move(name), std::move(version)});
}

Result<LockedStatedMetadata> read_stated(const LockReader& reader, const LockValue& value) {
  TRY(PackageName name, reader.required<PackageName>(value, "name"));
  LockedStatedMetadata stated{.name = std::move(name),
                              .version = {},
                              .requires_dist = {},
                              .requires_python = {},
                              .provides_extras = {}};
  TRY(stated.version, reader.optional_parsed<Version>(value, "version"));
  TRY(stated.requires_python, reader.optional_parsed<VersionSpecifiers>(value, "requires-python"));
  TRY(const std::vector<LockValue>* const items, reader.array(value, "requires-dist"));
  if (items != nullptr)
    for (const LockValue& item : *items) {
      TRY(const std::string_view text, reader.string(item));
      stated.requires_dist.emplace_back(text);
    }
  TRY(stated.provides_extras, reader.list<ExtraName>(value, "provides-extras"));
  return stated;
}

}  // namespace

Result<ConflictItem> LockReader::conflict_item(const LockValue& value) const {
  if (!value.is_table()) return error(value, "expected a table");
  TRY(PackageName package, required<PackageName>(value, "package"));
  ConflictItem item{std::move(package), WholeProject{}};
  TRY(std::optional<ExtraName> extra, optional_parsed<ExtraName>(value, "extra"));
  TRY(std::optional<GroupName> group, optional_parsed<GroupName>(value, "group"));
  if (extra) item.kind = *std::move(extra);
  if (group) item.kind = *std::move(group);
  return item;
}

Result<LockedRequirement> LockReader::requirement(const LockValue& value) {
  if (!value.is_table()) return error(value, "expected a table");
  TRY(PackageName name, required<PackageName>(value, "name"));
  LockedRequirement requirement{.name = std::move(name),
                                .extras = {},
                                .groups = {},
                                .marker = {},
                                .specifiers = {},
                                .text = {},
                                .subdirectory = {},
                                .conflict = {}};
  TRY(requirement.extras, list<ExtraName>(value, "extras"));
  TRY(requirement.groups, list<GroupName>(value, "groups"));
  TRY(requirement.marker, optional_marker(value));
  const auto [kind, key] = source_of(value);
  requirement.kind = kind;
  TRY(const auto place, text(value, key));
  requirement.text = place.value_or("");
  TRY(const auto subdirectory, text(value, "subdirectory"));
  requirement.subdirectory = subdirectory.value_or("");
  TRY(auto specifiers, optional_parsed<VersionSpecifiers>(value, "specifier"));
  if (specifiers) requirement.specifiers = *std::move(specifiers);
  if (const LockValue* conflict = value.find("conflict")) {
    TRY(requirement.conflict, conflict_item(*conflict));
  }
  return requirement;
}

Result<std::vector<LockedRequirement>> LockReader::requirements(const LockValue& table,
                                                                std::string_view key) {
  TRY(const std::vector<LockValue>* const items, array(table, key));
  std::vector<LockedRequirement> all;
  if (items == nullptr) return all;
  for (const LockValue& item : *items) {
    TRY(LockedRequirement one, requirement(item));
    all.push_back(std::move(one));
  }
  std::ranges::sort(all);
  return all;
}

Result<std::map<GroupName, std::vector<LockedRequirement>>> LockReader::requirement_groups(
    const LockValue& table) {
  std::map<GroupName, std::vector<LockedRequirement>> groups;
  for (const auto& [key, value] : table.entries) {
    auto name = GroupName::parse(key);
    if (!name) return error(value, name.error().message);
    TRY(groups[*std::move(name)], requirements(table, key));
  }
  return groups;
}

Result<LockManifest> LockReader::manifest(const LockValue& value) {
  LockManifest manifest;
  TRY(manifest.members, list<PackageName>(value, "members"));
  std::ranges::sort(manifest.members);
  TRY(manifest.default_groups, default_groups(value));
  TRY(manifest.requirements, requirements(value, "requirements"));
  TRY(manifest.constraints, requirements(value, "constraints"));
  TRY(const std::vector<LockValue>* const overrides, array(value, "overrides"));
  for (const LockValue& item : overrides != nullptr ? *overrides : std::vector<LockValue>()) {
    LockedOverride entry;
    TRY(entry.scope, read_scope(*this, item));
    if (entry.scope) {
      TRY(entry.requirements, requirements(item, "dependencies"));
    } else {
      TRY(LockedRequirement one, requirement(item));
      entry.requirements.push_back(std::move(one));
    }
    manifest.overrides.push_back(std::move(entry));
  }
  TRY(const std::vector<LockValue>* const excludes, array(value, "excludes"));
  for (const LockValue& item : excludes != nullptr ? *excludes : std::vector<LockValue>()) {
    LockedExclude entry;
    TRY(entry.scope, read_scope(*this, item));
    if (entry.scope) {
      TRY(entry.names, list<PackageName>(item, "dependencies"));
    } else {
      TRY(PackageName name, parsed<PackageName>(item));
      entry.names.push_back(std::move(name));
    }
    manifest.excludes.push_back(std::move(entry));
  }
  TRY(const std::vector<LockValue>* const constraints, array(value, "build-constraints"));
  for (const LockValue& item : constraints != nullptr ? *constraints : std::vector<LockValue>()) {
    TRY(LockedRequirement one, requirement(item));
    LockedBuildConstraint constraint{std::move(one), {}};
    TRY(const std::vector<LockValue>* const hashes, array(item, "hashes"));
    for (const LockValue& hash : hashes != nullptr ? *hashes : std::vector<LockValue>()) {
      TRY(const std::string_view text, string(hash));
      constraint.hashes.emplace_back(text);
    }
    manifest.build_constraints.push_back(std::move(constraint));
  }
  TRY(const LockValue* const groups, table(value, "dependency-groups"));
  if (groups != nullptr) {
    TRY(manifest.groups, requirement_groups(*groups));
  }
  TRY(manifest.group_requires_python, group_pythons(value));
  TRY(const std::vector<LockValue>* const stated, array(value, "dependency-metadata"));
  for (const LockValue& item : stated != nullptr ? *stated : std::vector<LockValue>()) {
    TRY(LockedStatedMetadata one, read_stated(*this, item));
    manifest.stated_metadata.push_back(std::move(one));
  }
  return manifest;
}

}  // namespace axle
