// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <set>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/install/apply.hpp"
#include "axle/install/plan.hpp"
#include "axle/project/project.hpp"
#include "axle/project/settings.hpp"
#include "axle/python/interpreter.hpp"
#include "services/options.hpp"
#include "services/services.hpp"

namespace axle {

/// Looks at a wheel before it is installed.
using WheelCheck = std::function<Result<void>(const WheelToFetch&, const StoredWheel&)>;

struct Generation;

/// How an environment is to be changed.
struct EnvironmentChange {
  std::vector<WantedPackage> wanted;
  PlanOptions plan;
  InstallOptions install;
  const IndexSet* indexes = nullptr;   ///< for the logins of downloads
  const Settings* settings = nullptr;  ///< for builds
  std::vector<BuildConstraint> build_constraints = {};
  std::set<PackageName> members = {};  ///< of the workspace: built in spite of `no-build`
  /// Called for each wheel once it is in the store, from any thread; an error ends it all.
  WheelCheck when_stored = {};
  /// Called with what is to be done before anything is fetched; an error ends it all.
  std::function<Result<void>(const InstallPlan&)> when_planned = {};
  bool only_plan = false;               ///< change nothing, only say what would be done
  bool compile_bytecode = false;        ///< of what is installed
  const Generation* back_to = nullptr;  ///< set if the change brings this generation back
  std::size_t satisfied =
      0;  ///< packages that answer already and are not in `wanted`, for the count of those checked
};

/// A change as the settings and the command line have it. What is wanted, and whether the
/// environment is to hold nothing else, the caller says.
EnvironmentChange environment_change(const Settings& settings, const InstallerFlags& flags);

/// What was done to an environment, or would be.
struct EnvironmentOutcome {
  /// Where it is, and its Python, as told to programs.
  struct Place {
    std::filesystem::path path, python;
    Version version;
    std::string implementation;
  };
  InstallPlan plan;
  bool is_carried_out = true;
  InstallReport report = {};           ///< if it is carried out and not empty
  std::string accelerator = {};        ///< of the project, that the environment is for
  std::set<PackageName> missing = {};  ///< if it is not: those not here and not in the store
  std::size_t checked = 0;             ///< packages that were wanted
  std::optional<Place> place = {};     ///< of an environment that is to be shown
  /// Of putting what was prepared into place; of looking, if nothing was to be done.
  Reporter::Duration elapsed{};
};

/// Makes the environment what is wanted, all or nothing; tells the reporter what is prepared.
/// Errors: those of planning, fetching and installing; `locked` if another process works on it for
/// long.
Result<EnvironmentOutcome> change_environment(EnvironmentChange change,
                                              const Interpreter& interpreter, Services& services);

/// What would be done to an environment that is not there yet.
Result<EnvironmentOutcome> plan_new_environment(EnvironmentChange change, Services& services);

/// Removes packages (`pip uninstall`); warns of those that are not there.
Result<EnvironmentOutcome> remove_packages(const std::vector<PackageName>& names,
                                           const Interpreter& interpreter, bool only_plan,
                                           Services& services);

}  // namespace axle
