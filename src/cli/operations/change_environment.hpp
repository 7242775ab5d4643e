// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "axle/base/error.hpp"
#include "axle/install/apply.hpp"
#include "axle/install/plan.hpp"
#include "axle/project/project.hpp"
#include "axle/project/settings.hpp"
#include "axle/python/interpreter.hpp"
#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "cli/services.hpp"

namespace axle {

/// How an environment is to be changed.
struct EnvironmentChange {
  std::vector<WantedPackage> wanted;
  PlanOptions plan;
  InstallOptions install;
  const IndexSet* indexes = nullptr;  ///< for the logins of downloads
  const Settings* settings = nullptr;  ///< for builds
  std::vector<BuildConstraint> build_constraints = {};
  std::set<PackageName> members = {};  ///< of the workspace: built in spite of `no-build`
  bool dry_run = false;
  bool check = false;  ///< a dry run that fails if anything would change
  std::size_t satisfied =
      0;  ///< packages that answer already and are not in `wanted`, for the count of those checked
};

/// A change as the settings and the command line have it. What is wanted, and whether the
/// environment is to hold nothing else, the caller says.
EnvironmentChange environment_change(const Settings& settings, const InstallerFlags& flags);

/// Makes the environment what is wanted and says what was done, as uv does: `Prepared`,
/// `Uninstalled`, `Installed` and the lines of the packages; or `Checked n packages`. All or
/// nothing.
Result<ExitCode> change_environment(EnvironmentChange change, const Interpreter& interpreter,
                                    Services& services);

/// The same for an environment that is not there yet, which only a dry run may ask for.
Result<ExitCode> plan_new_environment(EnvironmentChange change, Services& services);

/// Removes packages (`pip uninstall`).
Result<ExitCode> remove_packages(const std::vector<PackageName>& names,
                                 const Interpreter& interpreter, bool dry_run, Services& services);

}  // namespace axle
