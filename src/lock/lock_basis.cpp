// SPDX-License-Identifier: MIT
#include <algorithm>

#include "axle/lock/lock.hpp"
#include "axle/standards/core_metadata.hpp"
#include "lock/lock_requirement.hpp"

namespace axle {
namespace {

std::optional<LockedDefaultGroups> unusual_groups(const DefaultGroups& groups) {
  if (!groups.is_stated) return std::nullopt;
  if (!groups.all && groups.groups == std::vector{*GroupName::parse("dev")}) return std::nullopt;
  LockedDefaultGroups unusual{groups.all, groups.all ? std::vector<GroupName>() : groups.groups};
  std::ranges::sort(unusual.groups);
  const auto repeated = std::ranges::unique(unusual.groups);
  unusual.groups.erase(repeated.begin(), repeated.end());
  return unusual;
}

LockedGroupPythons group_pythons(const std::map<GroupName, ProjectGroup>& groups) {
  LockedGroupPythons pythons;
  for (const auto& [name, group] : groups)
    if (group.requires_python) pythons.emplace(name, *group.requires_python);
  return pythons;
}

std::map<GroupName, std::vector<LockedRequirement>> locked_groups(
    const std::map<GroupName, ProjectGroup>& groups, const std::filesystem::path& root) {
  std::map<GroupName, std::vector<LockedRequirement>> locked;
  for (const auto& [name, group] : groups)
    locked.emplace(name, locked_requirements(group.requirements, root));
  return locked;
}

LockBasis::Member locked_member(const ProjectMember& member, const std::filesystem::path& root) {
  LockBasis::Member locked{.source = locked_source(member.source, root),
                           .version = std::nullopt,
                           .metadata = {},
                           .default_groups = unusual_groups(member.default_groups),
                           .group_requires_python = group_pythons(member.groups),
                           .has_dynamic_metadata = member.has_dynamic_requirements};
  if (!member.has_dynamic_version) locked.version = member.version;
  locked.metadata = {.requires_dist = locked_requirements(member.requires_dist, root),
                     .provides_extras = member.extras,
                     .requires_dev = locked_groups(member.groups, root)};
  return locked;
}

template <class Scope>
std::optional<LockedScope> locked_scope(const std::optional<Scope>& scope) {
  if (!scope) return std::nullopt;
  return LockedScope{scope->package, scope->version};
}

/// Entries with a scope first, those of one scope together.
template <class Locked, class Entry, class Value>
std::vector<Locked> by_scope(const std::vector<Entry>& entries, Value value_of) {
  using Values = std::vector<decltype(value_of(entries.front()))>;
  std::map<LockedScope, Values> scoped;
  Values plain;
  for (const Entry& entry : entries) {
    const auto scope = locked_scope(entry.scope);
    (scope ? scoped[*scope] : plain).push_back(value_of(entry));
  }
  std::vector<Locked> locked;
  for (auto& [scope, values] : scoped) locked.push_back({scope, std::move(values)});
  std::ranges::sort(plain);
  const auto rest = std::ranges::unique(plain);
  plain.erase(rest.begin(), rest.end());
  for (auto& value : plain) locked.push_back({std::nullopt, {std::move(value)}});
  return locked;
}

LockedStatedMetadata locked_stated(const StatedMetadata& stated) {
  LockedStatedMetadata locked{.name = stated.name,
                              .version = stated.version,
                              .requires_dist = {},
                              .requires_python = stated.metadata->requires_python,
                              .provides_extras = stated.metadata->provides_extras};
  for (const Requirement& requirement : stated.metadata->requires_dist)
    locked.requires_dist.push_back(requirement.to_string());
  return locked;
}

LockManifest locked_manifest(const Project& project, const Settings& settings) {
  LockManifest manifest;
  const auto& root = project.root;
  // A lone project needs no list of members: if it gets another, the lock does not fit anyway.
  if (project.members.size() != 1 || !project.has_root_project)
    for (const ProjectMember& member : project.members) manifest.members.push_back(member.name);
  if (!project.has_root_project) {
    manifest.default_groups = unusual_groups(project.root_default_groups);
    manifest.groups = locked_groups(project.root_groups, root);
    manifest.group_requires_python = group_pythons(project.root_groups);
  }
  manifest.requirements = locked_requirements(project.requirements, root);
  manifest.constraints = locked_requirements(project.constraints, root);
  manifest.overrides = by_scope<LockedOverride>(project.overrides, [&](const Override& entry) {
    return locked_requirement(entry.requirement, root);
  });
  manifest.excludes =
      by_scope<LockedExclude>(project.excludes, [](const Exclude& entry) { return entry.name; });
  for (const BuildConstraint& constraint : project.build_constraints)
    manifest.build_constraints.push_back(
        {locked_requirement(constraint.requirement, root), constraint.hashes});
  std::ranges::sort(manifest.build_constraints, {}, &LockedBuildConstraint::requirement);
  for (const StatedMetadata& stated : settings.dependency_metadata)
    manifest.stated_metadata.push_back(locked_stated(stated));
  std::ranges::stable_sort(manifest.stated_metadata, [](const auto& a, const auto& b) {
    return std::tie(a.name, a.version) < std::tie(b.name, b.version);
  });
  return manifest;
}

}  // namespace

LockBasis::Member locked_tree(const ProjectMember& tree, const std::filesystem::path& root) {
  LockBasis::Member locked = locked_member(tree, root);
  locked.default_groups.reset();
  locked.group_requires_python.clear();
  return locked;
}

LockBasis lock_basis(const Project& project, const Settings& settings,
                     const RequiresPython& requires_python) {
  LockBasis basis{.root = project.root,
                  .requires_python = requires_python,
                  .environments = project.environments,
                  .required_environments = project.required_environments,
                  .conflicts = project.conflicts,
                  .options = {.resolution = settings.resolution,
                              .prerelease = settings.prerelease,
                              .prerelease_package = settings.prerelease_package,
                              .fork_strategy = settings.fork_strategy,
                              .minimum_libc = project.minimum_libc,
                              .exclude_newer = settings.exclude_newer,
                              .exclude_newer_package = settings.exclude_newer_package},
                  .manifest = locked_manifest(project, settings),
                  .members = {},
                  .indexes = settings.indexes,
                  .is_lean = settings.preview};
  if (basis.options.exclude_newer && basis.options.exclude_newer->kind == UploadLimit::Kind::off)
    basis.options.exclude_newer.reset();
  for (const ProjectMember& member : project.members)
    basis.members.emplace(member.name, locked_member(member, project.root));
  return basis;
}

}  // namespace axle
