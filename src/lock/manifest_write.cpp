// SPDX-License-Identifier: MIT
#include <variant>

#include "lock/lockfile_write.hpp"

namespace axle {
namespace {

void write_name(LockText& out, const auto& name) { out.string(name.text()); }

void write_scope(InlineTable& table, LockText& out, const LockedScope& scope) {
  table.key("package");
  InlineTable target(out);
  target.string("name", scope.package.text());
  if (scope.version) target.string("version", scope.version->to_string());
}

void write_override(LockText& out, const LockedOverride& entry) {
  if (!entry.scope) {
    write_requirement(out, entry.requirements.front());
    return;
  }
  InlineTable table(out);
  write_scope(table, out, *entry.scope);
  table.key("dependencies").inline_array(entry.requirements, write_requirement);
}

void write_exclude(LockText& out, const LockedExclude& entry) {
  if (!entry.scope) {
    write_name(out, entry.names.front());
    return;
  }
  InlineTable table(out);
  write_scope(table, out, *entry.scope);
  table.key("dependencies").inline_array(entry.names, write_name<PackageName>);
}

void write_build_constraint(LockText& out, const LockedBuildConstraint& constraint);

template <class Items, class Write>
void write_list(LockText& out, std::string_view key, const Items& items, Write write) {
  if (items.empty()) return;
  out.key(key);
  out.short_or_multiline(items, write);
}

void write_stated_metadata(LockText& out, const LockedStatedMetadata& metadata) {
  out.array_of_tables("manifest.dependency-metadata");
  out.key_string("name", metadata.name.text());
  if (metadata.version) out.key_string("version", metadata.version->to_string());
  if (!metadata.requires_dist.empty()) {
    out.key("requires-dist");
    out.inline_array(metadata.requires_dist,
                     [](LockText& text, const std::string& item) { text.string(item); });
    out.raw("\n");
  }
  if (metadata.requires_python)
    out.key_string("requires-python", metadata.requires_python->to_string(", "));
  if (!metadata.provides_extras.empty()) {
    out.key("provides-extras");
    out.inline_array(metadata.provides_extras, write_name<ExtraName>);
    out.raw("\n");
  }
}

/// The keys of a requirement, for tables that may have more.
void write_requirement_keys(InlineTable& table, LockText& out,
                            const LockedRequirement& requirement) {
  using Kind = LockedRequirement::Kind;
  table.string("name", requirement.name.text());
  if (!requirement.extras.empty())
    table.key("extras").inline_array(requirement.extras, write_name<ExtraName>);
  if (!requirement.groups.empty())
    table.key("groups").inline_array(requirement.groups, write_name<GroupName>);
  if (const auto marker = requirement.marker.to_text()) table.string("marker", *marker);
  switch (requirement.kind) {
    case Kind::registry:
      if (!requirement.specifiers.empty())
        table.string("specifier", requirement.specifiers.to_string(","));
      if (!requirement.text.empty()) table.string("index", requirement.text);
      break;
    case Kind::git:
      table.string("git", requirement.text);
      break;
    case Kind::url:
      table.string("url", requirement.text);
      if (!requirement.subdirectory.empty()) table.string("subdirectory", requirement.subdirectory);
      break;
    case Kind::path:
      table.string("path", requirement.text);
      break;
    case Kind::directory:
      table.string("directory", requirement.text);
      break;
    case Kind::editable:
      table.string("editable", requirement.text);
      break;
    case Kind::virtual_tree:
      table.string("virtual", requirement.text);
      break;
  }
  if (requirement.conflict) {
    table.key("conflict");
    write_conflict_item(out, *requirement.conflict);
  }
}

void write_build_constraint(LockText& out, const LockedBuildConstraint& constraint) {
  InlineTable table(out);
  write_requirement_keys(table, out, constraint.requirement);
  if (!constraint.hashes.empty())
    table.key("hashes").inline_array(
        constraint.hashes, [](LockText& text, const std::string& hash) { text.string(hash); });
}

}  // namespace

void write_requirement(LockText& out, const LockedRequirement& requirement) {
  InlineTable table(out);
  write_requirement_keys(table, out, requirement);
}

void write_manifest(LockText& out, const LockManifest& manifest) {
  if (!manifest.members.empty() || manifest.default_groups || !manifest.requirements.empty() ||
      !manifest.constraints.empty() || !manifest.overrides.empty() || !manifest.excludes.empty() ||
      !manifest.build_constraints.empty())
    out.table("manifest");
  if (!manifest.members.empty()) {
    out.key("members");
    out.multiline(manifest.members, write_name<PackageName>);
  }
  if (manifest.default_groups) write_default_groups(out, *manifest.default_groups);
  write_list(out, "requirements", manifest.requirements, write_requirement);
  write_list(out, "constraints", manifest.constraints, write_requirement);
  write_list(out, "overrides", manifest.overrides, write_override);
  write_list(out, "excludes", manifest.excludes, write_exclude);
  write_list(out, "build-constraints", manifest.build_constraints, write_build_constraint);
  if (!manifest.groups.empty()) {
    out.table("manifest.dependency-groups");
    for (const auto& [group, requirements] : manifest.groups) {
      out.key(group.text());
      out.short_or_multiline(requirements, write_requirement);
    }
  }
  write_group_pythons(out, "manifest.group-requires-python", manifest.group_requires_python);
  for (const LockedStatedMetadata& metadata : manifest.stated_metadata)
    write_stated_metadata(out, metadata);
}

}  // namespace axle
