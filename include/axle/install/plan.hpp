// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/fetch/fetch.hpp"
#include "axle/install/target.hpp"

namespace axle {

struct PackageSource;

/// What says whether something that was built has to be built again, or an archive is another one
/// at the same place: kept in dist-info beside the wheel's files (`uv_cache.json`,
/// `uv_build.json`), empty for none. JSON, compared as text.
struct BuildNotes {
  std::string source;    ///< the state of the source tree
  std::string settings;  ///< of the build
  friend bool operator==(const BuildNotes&, const BuildNotes&) = default;
};

/// One package that the environment is to have.
struct WantedPackage {
  PackageName name;
  Version version;
  WheelToFetch wheel;
  std::optional<DirectUrl>
      direct_url;         ///< set for a URL, path or git source; none for an index's package
  bool requested = true;  ///< gets the file REQUESTED; uv writes it for every package
  /// What `wheel` is built from once it is needed; null: it is there, or an index has it.
  std::shared_ptr<const PackageSource> source = nullptr;
  bool has_any_version = false;  ///< only the build tells the version
  BuildNotes notes = {};         ///< of `source`, or of an archive from a path or URL
};

/// How strictly the environment is held to what is wanted.
struct PlanOptions {
  bool exact = true;  ///< remove what is not wanted
  bool reinstall_all = false;
  std::set<PackageName> reinstall;  ///< install these again even if they are there
  std::set<PackageName> keep;  ///< never removed for being unwanted: seeds, packages selected away
  /// Whether one of these WHEEL tags runs on the environment's interpreter; empty: every tag does.
  std::function<bool(std::span<const std::string> tags)> runs_here;
};

/// One package to be put there.
struct PlannedInstall {
  enum class Action { add, replace, reinstall };
  Action action = Action::add;  ///< reinstall: the same version and source again
  WantedPackage wanted;
  std::vector<InstalledPackage> replaces;  ///< every copy that is there now
};

/// What has to happen to make an environment what is wanted. A value that can be shown, fetched for
/// and applied.
struct InstallPlan {
  std::vector<PlannedInstall> installs;      ///< by name
  std::vector<InstalledPackage> removals;    ///< unwanted ones, by name
  std::vector<InstalledPackage> kept;        ///< satisfied, by name
  std::vector<InstalledPackage> extraneous;  ///< unwanted, but left alone (not exact)

  bool is_empty() const { return installs.empty() && removals.empty(); }
  /// The wheels to fetch, in the order of `installs`.
  std::vector<WheelToFetch> wheels() const;
};

/// One line of a summary, as uv prints it: ` + demo==1.0`, ` - demo==0.9`, ` ~ demo==1.0 (from
/// file:///…)`, ` + demo @ file:///…`.
struct ChangeLine {
  char sign = '+';  ///< '+', '-' or '~'
  std::string name;
  std::string specifier;  ///< "==1.0", with " (from URL)" for a direct one; " @ URL" if planned
  std::string text() const { return std::string(" ") + sign + ' ' + name + specifier; }
};

/// What was done, sorted by name, removed before added.
std::vector<ChangeLine> change_lines(const InstallPlan& plan);

/// What would be done. Of a direct one that is `missing` (neither here nor in the store) only the
/// place is said: it may turn out to hold another version. What is installed again is a removal and
/// an addition, as uv has it.
std::vector<ChangeLine> planned_lines(const InstallPlan& plan,
                                      const std::set<PackageName>& missing);
/// Compares what is wanted with what is installed. Pure. Errors: `environment`
/// if something that has to go cannot be removed (egg-info, distutils), with its path.
Result<InstallPlan> plan_install(std::vector<WantedPackage> wanted,
                                 std::vector<InstalledPackage> installed,
                                 const PlanOptions& options);

/// Whether the installed package answers the wanted one. Pure.
bool satisfies(const InstalledPackage& installed, const WantedPackage& wanted,
               const PlanOptions& options);

}  // namespace axle
