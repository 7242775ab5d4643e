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
  bool allow_existing = false;  ///< write over what is there, keeping its packages
  bool system_site_packages = false;
  bool relocatable = false;  ///< activate scripts find their own place
};

/// Writes a virtual environment (PEP 405) at `path` for `base`, without starting Python, and
/// returns its interpreter. It is built beside `path` and renamed, so that a half-made one is never
/// found. Errors: `environment` (E_VENV) if something that is not a virtual environment is in the
/// way, or one is and neither `clear` nor `allow_existing` is set; `io`.
Result<Interpreter> create_venv(const std::filesystem::path& path, const Interpreter& base,
                                const VenvOptions& options);

/// The interpreter of the environment that `create_venv` would make at `path` for `base`: all but
/// the paths is the base's.
Interpreter interpreter_in_venv(const std::filesystem::path& path, const Interpreter& base);

}  // namespace axle
