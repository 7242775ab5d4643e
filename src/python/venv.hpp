// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "axle/base/error.hpp"
#include "axle/python/interpreter.hpp"

namespace axle {

struct VenvOptions {
  std::optional<std::string> prompt =
      {};                       ///< shown by activated shells instead of the directory's name
  bool clear = false;           ///< replace an environment that is there
  bool force = false;           ///< with `clear`: any directory that is there
  bool allow_existing = false;  ///< write over what is there, keeping its packages
  bool system_site_packages = false;
  bool relocatable = false;  ///< scripts find their own place
  bool seed = false;         ///< it gets pip, which is the user's: nothing that syncs removes it
};

/// Whether an environment may be made at `path`. Errors: `environment` (E_VENV) if something that
/// is not a virtual environment is in the way, unless it is a directory and `clear` with `force` or
/// `allow_existing` is set; if one is, and neither `clear` nor `allow_existing` is set. What a
/// killed run left of one is nothing.
Result<void> check_venv_place(const std::filesystem::path& path, const VenvOptions& options);

/// Writes a virtual environment (PEP 405) for `base`, without starting Python, into the directory
/// `place`, as it is to be when it lies at `path`. A link in the way of a file is replaced, never
/// followed. Errors: `io`.
Result<void> write_venv(const std::filesystem::path& place, const std::filesystem::path& path,
                        const Interpreter& base, const VenvOptions& options);

/// The interpreter of the environment that `write_venv` makes for `path`: all but the paths is the
/// base's.
Interpreter interpreter_in_venv(const std::filesystem::path& path, const Interpreter& base);

}  // namespace axle
