// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/python/interpreter.hpp"
#include "axle/versions/version_specifiers.hpp"

namespace axle {

/// Which Python a user asks for: `3.12`, `3.12.1`, `312`, `>=3.10,<3.13`, `3.13t`, `cpython@3.12`,
/// `pypy3.10`, a path to an executable or an environment, or the name of a program on PATH. Any
/// Python, if nothing is asked for.
struct PythonRequest {
  std::string text;                           ///< as it was written, for messages
  std::optional<std::filesystem::path> path;  ///< an executable or an environment's directory
  std::optional<std::string> program;  ///< a name to look up on PATH, such as `python3.12-dbg`
  std::string implementation;          ///< `cpython`, `pypy`; empty for any
  std::optional<VersionSpecifiers> versions;
  std::optional<bool> free_threaded;  ///< only those, or only others

  /// Errors: `invalid_input` for text that is none of these.
  static Result<PythonRequest> parse(std::string_view text);
  /// Any version that `specifiers` allow (requires-python).
  static PythonRequest for_versions(VersionSpecifiers specifiers);

  bool accepts(const Interpreter& interpreter) const;
  /// The names of programs that may be such a Python, the most telling first: `python3.12`,
  /// `python3`, `python`.
  std::vector<std::string> program_names() const;
  /// "Python 3.12", "Python >=3.10", "`/usr/bin/python3`", for messages.
  std::string describe() const;
};

}  // namespace axle
