// SPDX-License-Identifier: MIT
#pragma once

#include "axle/base/error.hpp"

namespace axle {

/// What the shell sees; documented in docs/errors.md.
enum class ExitCode : int {
  success = 0,
  no_solution = 1,  ///< also a check that found something
  usage = 2,        ///< command line, project file, lockfile
  network = 3,
  integrity = 4,
  credentials = 5,
  io = 6,
  locked = 7,
  environment = 8,
  bug = 70,
  interrupted = 130,
  terminated = 143,
};

/// The exit code for an error; for a cancelled run, that of the signal which stopped it.
ExitCode exit_code_of(const Error& error);

}  // namespace axle
