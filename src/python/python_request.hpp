// SPDX-License-Identifier: MIT
#pragma once

#include <array>
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
/// `pypy3.10`, a key such as `cpython-3.12-linux-x86_64-gnu` or a beginning of one, a path to an
/// executable or an environment, or the name of a program on PATH. Any Python, if nothing is asked
/// for.
struct PythonRequest {
  std::string text;                           ///< as it was written, for messages
  std::optional<std::filesystem::path> path;  ///< an executable or an environment's directory
  std::optional<std::string> program;  ///< a name to look up on PATH, such as `python3.12-dbg`
  std::string implementation;          ///< `cpython`, `pypy`; empty for any
  std::optional<VersionSpecifiers> versions;
  std::optional<bool> free_threaded;  ///< only those, or only others
  bool is_key = false;                ///< written with dashes
  std::vector<std::string> platform =
      {};  ///< of a key: system, machine and C library; `any` is any

  /// Errors: `invalid_input` for text that is none of these.
  static Result<PythonRequest> parse(std::string_view text);
  /// Any version that `specifiers` allow (requires-python).
  static PythonRequest for_versions(VersionSpecifiers specifiers);

  bool accepts(const Interpreter& interpreter) const;
  /// The names of programs that may be such a Python, the most telling first: `python3.12`,
  /// `python3`, `python`.
  std::vector<std::string> program_names() const;
  /// As a `.python-version` has it, in uv's form: `3.12` for `312` and `python3.12`,
  /// `3.13+freethreaded` for `3.13t`, `cpython@3.12` for `cp312`, `cpython-3.12-any-any-any` for
  /// `cpython-3.12`. A path, and what has no version, is as it was written.
  std::string pinned_text() const;
  /// "Python 3.12", "Python >=3.10", "`/usr/bin/python3`", for messages.
  std::string describe() const;
};

/// System, machine and C library as keys have them: `linux`, `x86_64`, `gnu`.
std::array<std::string, 3> platform_of(const Interpreter& interpreter);

}  // namespace axle
