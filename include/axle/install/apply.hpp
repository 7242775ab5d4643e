// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/install/environment.hpp"
#include "axle/install/plan.hpp"
#include "axle/install/target.hpp"
#include "axle/store/stored_wheel.hpp"

namespace axle {

class Reporter;

/// How a file of the store gets into the environment.
enum class LinkMode {
  automatic,  ///< clone where the file systems can, else hard link, else copy
  clone,      ///< share blocks until one side writes (FICLONE, clonefile)
  hardlink,   ///< the same file twice: read-only, so that an edit cannot reach the store
  copy,
  symlink,
};
std::optional<LinkMode> parse_link_mode(
    std::string_view text);  ///< "clone", "copy", "hardlink", "symlink"

struct InstallOptions {
  LinkMode link_mode = LinkMode::automatic;
  unsigned threads = 0;             ///< 0: as many as cores, at least 2
  bool deny_startup_hooks = false;  ///< refuse wheels with .pth files, sitecustomize, usercustomize
  bool installer_metadata = true;   ///< write INSTALLER, REQUESTED and direct_url.json
  bool allow_overlap = false;       ///< of two packages with one file the last by name wins
  /// A Python of the environment's version that compiles what is installed; empty: none does.
  std::filesystem::path bytecode_compiler = {};
  bool durable =
      false;  ///< sync the file system before the commit, so that it survives a power cut
  /// Called when the commit is on its way: if the run dies from then on, the next one completes it.
  /// Not called if there is nothing to change. An error takes the commit back.
  std::function<Result<void>()> on_commit = {};
  /// Called before each step that changes the environment; a number other than 0 is the error
  /// (errno) that the step fails with. For tests.
  std::function<int()> before_step = {};
};

/// What was done.
struct InstallReport {
  std::size_t installed = 0;  ///< packages
  std::size_t removed = 0;    ///< packages, those that were replaced included
  std::uint64_t files = 0;    ///< put into the environment
  LinkMode used_link_mode = LinkMode::automatic;
  std::vector<std::string> startup_hooks;  ///< "demo: demo.pth"
  std::vector<std::string> kept_files;     ///< removed packages' files that someone changed or that
                                           ///< lie outside: not deleted
  std::vector<std::string> unlisted;       ///< removed packages that had no usable RECORD
  std::string saved_in;  ///< the directory of the environment that keeps the files which no package
                         ///< owned and which gave way; empty if there were none
};

/// What an installation works with. What is referred to must outlive it.
struct InstallRequest {
  const EnvironmentLock& lock;  ///< of `target.prefix`, taken before `plan` was made
  const InstallPlan& plan;
  const InstallTarget& target;
  InstallOptions options;
  Reporter& reporter;
  /// Set: the environment is made, or made anew, in the same step. Writes all that it consists of
  /// besides packages into the given directory; whatever is in the environment's goes. The plan
  /// then replaces and removes nothing.
  std::function<Result<void>(const std::filesystem::path& stage)> skeleton = {};
};

/// A change of an environment: all of it, or nothing. Wheels are staged beside site-packages as
/// they come; the commit moves them into place with renames that a journal records, so that a run
/// that died is completed or undone by the next (EnvironmentLock).
///
///   begin, then stage(…) from any thread in any order, then commit; or the destructor, which
///   leaves no trace
class Installation {
 public:
  /// Checks that the environment can be written and the removals can be done.
  /// Errors: `environment` (E_VENV) if it is not usable; `io`.
  static Result<Installation> begin(const InstallRequest& request);
  Installation(Installation&&) noexcept;
  Installation& operator=(Installation&&) noexcept;
  ~Installation();

  /// Puts the wheel of `plan.installs[position]` into the staging area. Several threads may do so
  /// at a time. Errors: `environment` (E_CONFLICT) if another wheel or another owner has one of its
  /// paths with other contents; `integrity`; `io`.
  Result<void> stage(std::size_t position, const StoredWheel& wheel);

  /// Every wheel must have been staged. Errors: as for `stage`, for files that lie in the way;
  /// `io`: the old state was restored.
  Result<InstallReport> commit();

 private:
  struct State;
  explicit Installation(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// All of it for wheels that are in the store already (`wheels` in the order of `plan.installs`).
Result<InstallReport> apply_plan(const InstallRequest& request,
                                 std::span<const StoredWheel> wheels);

}  // namespace axle
