// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "axle/base/error.hpp"
#include "services/services.hpp"

namespace axle {

struct InitOptions {
  std::optional<std::string> path, name, description, build_backend, vcs, author_from, python;
  bool bare = false, package = false, no_package = false, app = false, lib = false, script = false,
       no_description = false, no_readme = false, no_pin_python = false, no_workspace = false;
};

/// What was begun.
struct InitOutcome {
  std::string name;
  std::filesystem::path path;  ///< of the project, or of the script
  bool is_here = false;        ///< in the directory of the command
};

/// `axle init`: writes the first files of a project, never over one that is there, and counts it
/// among the members of a workspace around it. Tells the reporter which. Errors: `invalid_input` if
/// a project is there, or the directory's name is no name for one; `io`.
Result<InitOutcome> init_project(const InitOptions& options, Services& services);

/// `axle init --script`: writes a script, or puts inline metadata in front of one that is there.
/// Errors: `invalid_input` if it has metadata.
Result<InitOutcome> init_script(const InitOptions& options, Services& services);

}  // namespace axle
