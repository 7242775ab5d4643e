// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "accelerator/catalog.hpp"
#include "axle/base/environment.hpp"
#include "axle/base/error.hpp"
#include "axle/lock/lockfile.hpp"
#include "axle/model/index_definition.hpp"
#include "axle/project/project.hpp"

namespace axle {

/// An accelerator of a project: its index and what only it asks for.
struct Arm {
  std::string name;
  IndexUrl index;
  std::vector<SourcedRequirement> dependencies;  ///< of its kind, then its own
  std::string needs;                             ///< of a machine, for one of the project's own
};

/// A project's accelerators, put together from its keys, the data and the environment.
struct ArmSetup {
  std::vector<Arm> arms;
  std::vector<PackageName> family;  ///< what comes from an accelerator's index
  std::vector<PackageName>
      companions;  ///< those of the family with one release in all, torch first
  bool same_versions = true;
  std::string channel;
  PackageName host;                   ///< the member that stands for the project in markers
  std::vector<std::string> packages;  ///< `accelerator-packages`, as a lock repeats them

  bool allows_prereleases() const { return channel != "release"; }
};

/// AXLE_ACCELERATOR_INDEX_URL goes before `accelerator-index-url`, that before the data.
/// Requires: `project.accelerators`. Errors: `invalid_input` (E_PROJECT), each with its place: an
/// unknown accelerator, with the nearest; a template without `{accelerator}`; a source of the
/// family in `tool.uv.sources`; a requirement with a local version that not all accelerators have.
Result<ArmSetup> arm_setup(const Project& project, const Catalog& catalog,
                           const Environment& environment);

/// What the lock repeats of it; `platforms` are left empty.
LockedAccelerators locked_accelerators(const ArmSetup& setup, const Project& project);

}  // namespace axle
