// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/python/interpreter.hpp"
#include "services/services.hpp"

namespace axle {

struct PythonFindOptions {
  std::optional<std::string> request, script;
  bool no_project = false, system = false, show_version = false, resolve_links = false;
};

struct PythonPinOptions {
  std::optional<std::string> request;
  bool resolved = false, no_project = false, global = false, remove = false;
};

/// `axle python find`: what is asked for, else what the version files or the project ask for;
/// first in the active environment or in `.venv`, then on PATH. Errors: `not_found`;
/// `invalid_input`.
Result<Interpreter> found_python(const PythonFindOptions& options, Services& services);

/// A version file and what it asks for.
struct VersionFile {
  std::filesystem::path path;
  std::vector<std::string> requests;
};
/// The nearest one, at or above the directory but not above a project. None if there is none.
std::optional<VersionFile> version_file(const std::filesystem::path& directory);

/// What `axle python pin` did.
struct PinOutcome {
  std::filesystem::path file;
  std::optional<std::string> before;
  std::string now;
};
/// Writes the request into `.python-version`. A Python that is not here is only warned of. Errors:
/// `invalid_input` for one that the project does not support, and for what is no version.
Result<PinOutcome> pin_python(const PythonPinOptions& options, Services& services);
/// Removes the file. Errors: `not_found`.
Result<std::filesystem::path> unpin_python(const PythonPinOptions& options, Services& services);

}  // namespace axle
