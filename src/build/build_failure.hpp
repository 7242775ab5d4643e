// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/versions/package_name.hpp"

namespace axle {

class BuildLog;

/// How a hook failed.
struct HookFailure {
  std::string hook = {};     ///< "build_wheel"
  std::string backend = {};  ///< "hatchling.build"
  int exit_code = 0;
  std::string exception = {};  ///< the type; empty if the process died without an answer
  std::string module = {};     ///< of an ImportError, the module that is missing; may be empty
  std::string text = {};       ///< of the exception
  bool is_importing = false;   ///< the backend itself could not be loaded
  std::vector<std::string> command = {};
};

/// What was being built, as far as the cause of a failure depends on it.
struct FailedBuild {
  std::string label;                ///< "demo==1.0"
  std::optional<PackageName> name;  ///< for the line to write
  bool is_isolated = true;
  std::set<PackageName> runtime;  ///< packages of the resolution that it is built for
};

/// "Failed to build `demo==1.0`": which hook failed and how, the last lines that it printed, the
/// command, the place of the log, and what is likely wrong, with the line to write where that
/// helps. Kind `failed`, code E_BUILD.
Error build_failure(const FailedBuild& build, const HookFailure& failure, const BuildLog& log);

}  // namespace axle
