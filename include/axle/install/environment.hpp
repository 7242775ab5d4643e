// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/install/target.hpp"

namespace axle {

class Reporter;
struct Interpreter;

/// The lock that keeps two runs from changing one environment at a time, held while this lives.
/// Take it before the environment is looked at: what an earlier run left half done is completed or
/// undone first, and nobody changes what the plan was made from. Who has to wait says for whom;
/// what the user has to know of what an earlier run had left is a warning.
///
/// In a virtual environment the lock's file is `.lock`, as uv's; for an installation of Python it
/// lies in the temporary directory.
class EnvironmentLock {
 public:
  /// Errors: `locked` (E_LOCKED) after `patience`; `environment` (E_VENV) if the environment cannot
  /// be healed; `io`.
  static Result<EnvironmentLock> acquire(const std::filesystem::path& prefix,
                                         std::chrono::milliseconds patience, Reporter& reporter);
  /// The lock of whoever makes an environment at `path`, or makes it anew. Its directory is made;
  /// it goes again with the lock if nothing came into it. A link to a directory is followed. What
  /// is there may have changed since it was last looked at. Errors: as above.
  static Result<EnvironmentLock> acquire_to_make(const std::filesystem::path& path,
                                                 std::chrono::milliseconds patience,
                                                 Reporter& reporter);
  EnvironmentLock(EnvironmentLock&&) noexcept;
  EnvironmentLock& operator=(EnvironmentLock&&) noexcept;
  ~EnvironmentLock();

 private:
  struct State;
  explicit EnvironmentLock(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Whether an earlier run left something that the next EnvironmentLock has to heal. One look-up.
bool was_interrupted(const std::filesystem::path& prefix);

/// Whether that is a commit, which will be completed. One look-up.
bool is_commit_pending(const std::filesystem::path& prefix);

/// Where this interpreter's environment wants its files.
InstallTarget install_target(const Interpreter& interpreter);

/// All that is installed in it, with what the plan needs to know; reads direct_url.json, INSTALLER
/// and WHEEL of each. Errors: `io`.
Result<std::vector<InstalledPackage>> installed_packages(const Interpreter& interpreter);

}  // namespace axle
