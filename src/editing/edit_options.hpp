// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/options.hpp"

namespace axle {

/// What follows once a project was edited: lock and sync.
struct FollowUpOptions : SettingsFlags {
  LockFlags lock;
  OmissionOptions omission;
  bool no_sync = false, active = false;
  std::optional<std::string> python;
  std::optional<std::string> package;  ///< the member that is edited; else that of the directory
};

/// One of the lists of a project.
struct ListOptions {
  bool dev = false;
  std::optional<std::string> optional, group;
};

struct AddOptions : FollowUpOptions {
  std::vector<std::string> packages, requirements, constraints, extras;
  ListOptions list;
  std::optional<std::string> script, marker, bounds, rev, tag, branch;
  std::optional<bool> editable;  ///< unset: as the requirement says
  bool raw = false, lfs = false, workspace = false, no_workspace = false;
};

struct RemoveOptions : FollowUpOptions {
  std::vector<std::string> packages;
  ListOptions list;
  std::optional<std::string> script;
};

struct VersionOptions : FollowUpOptions {
  std::optional<std::string> value;
  std::vector<std::string> bumps;
  bool is_short = false, dry_run = false;
  std::optional<std::string> output_format;  ///< text, json
};

}  // namespace axle
