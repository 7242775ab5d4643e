// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "axle/project/accelerator_keys.hpp"
#include "axle/project/project.hpp"
#include "axle/standards/requirement.hpp"
#include "project/source_entry.hpp"
#include "toml/toml_reader.hpp"

namespace axle {

/// An item of `tool.uv.conflicts`; without a package it is of the declaring project.
struct ConflictEntry {
  std::optional<PackageName> package;
  std::variant<ExtraName, GroupName, WholeProject> kind;
  friend bool operator==(const ConflictEntry&, const ConflictEntry&) = default;
};
struct ConflictEntrySet {
  std::vector<ConflictEntry> items;
  TomlPosition position;
};

struct BuildConstraintEntry {
  Requirement requirement;
  std::vector<std::string> hashes;
};
struct OverrideEntry {
  std::optional<OverrideScope> scope;
  Requirement requirement;
};

/// The keys of `tool.uv` that only a project has, as written and checked
/// one by one.
struct ProjectSettings {
  SourceEntries sources;
  std::optional<std::vector<std::string>>
      workspace_members;  ///< set where there is a `workspace` table
  std::vector<std::string> workspace_exclude;
  bool is_managed = true;
  std::optional<bool> is_package;
  DefaultGroups default_groups;
  std::map<GroupName, VersionSpecifiers> group_requires_python;
  std::optional<std::vector<Requirement>> dev_dependencies;
  std::vector<Marker> environments, required_environments;
  std::vector<ConflictEntrySet> conflicts;
  std::optional<MinimumLibc> minimum_libc;
  std::vector<Requirement> constraints;
  std::vector<BuildConstraintEntry> build_constraints;
  std::vector<OverrideEntry> overrides;
  std::vector<Exclude> excludes;
  std::optional<AcceleratorKeys> accelerators;
};

/// Reads them from the table made of `tool.uv` and `tool.axle`. Errors: `invalid_input` with its
/// place.
Result<ProjectSettings> read_project_settings(const TomlReader& reader);

}  // namespace axle
