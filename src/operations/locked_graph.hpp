// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>

#include "axle/base/error.hpp"
#include "axle/lock/lock.hpp"
#include "services/options.hpp"
#include "services/services.hpp"
#include "views/lock_graph.hpp"

namespace axle {

/// What of a project's lock is to be shown.
struct LockedGraphRequest {
  const SettingsFlags& settings;
  const SelectionOptions& selection;
  const LockFlags& lock;
  const std::optional<std::string>& python;
  const std::optional<std::string>& python_version;
  const std::optional<std::string>& python_platform;
  bool all_machines = false;
  bool all_groups = false;  ///< unless the selection names groups
  std::set<PackageName> pruned = {};
  std::optional<std::string> script = {};  ///< this script's lock instead
};

struct LockedGraph {
  std::unique_ptr<const Lockfile> lockfile;  ///< what `graph` points to
  LockGraph graph;

  bool reaches(const PackageName& name) const;
};

/// Brings the project's lock up to date, as the flags allow, and follows its edges. Errors: those
/// of the project, its lock and the selection; `exhausted` markers.
Result<LockedGraph> locked_graph(LockedGraphRequest request, Services& services);

}  // namespace axle
