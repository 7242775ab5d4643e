// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "axle/base/environment.hpp"
#include "axle/base/error.hpp"
#include "axle/python/interpreter.hpp"
#include "cache/cache.hpp"
#include "python/python_request.hpp"

namespace axle {

/// Which Pythons count, and which go first: the managed ones, which uv has fetched, or all others.
struct PythonKinds {
  bool managed = true;
  bool others = true;
  bool managed_first = true;
};

/// Where interpreters are looked for. All of the machine is asked through this.
struct PythonSearch {
  /// PATH, PYENV_ROOT, PYENV_VERSION, HOME, UV_PYTHON_SEARCH_PATH; those of managed_root.
  Environment environment;
  std::filesystem::path directory;  ///< relative requests and version files are looked up from here
  PythonKinds kinds = {};

  /// Whether an environment that was only found is one of these kinds.
  bool counts(const Interpreter& interpreter) const;
};

/// Directories that may hold interpreters, in order: UV_PYTHON_SEARCH_PATH or else PATH (a
/// directory of pyenv shims stands for the versions behind it), then pyenv's versions, newest
/// first.
std::vector<std::filesystem::path> python_directories(const PythonSearch& search);

/// The first interpreter that `request` accepts, that is of the kinds asked for and that is not in
/// a virtual environment; the one at the path if the request is a path. Errors: `not_found` naming
/// what was asked for and the versions that are there; what `probe` fails with for a path.
Result<Interpreter> find_interpreter(const PythonRequest& request, const PythonSearch& search,
                                     const Cache& cache);

/// The environment's interpreter, known without starting Python where the environment is of the
/// usual kind. Errors: `environment` (E_VENV) if the directory is no virtual environment, or its
/// Python is gone.
Result<Interpreter> interpreter_of_environment(const std::filesystem::path& environment,
                                               const Cache& cache);

/// What a version file asks for.
struct PythonPin {
  std::filesystem::path file;
  std::optional<PythonRequest> request;  ///< the first that can be looked for
  /// The lines before it that cannot. Names of programs are among them: pyenv writes the names of
  /// its environments, and of distributions such as miniconda, into the same file.
  std::vector<std::string> unsupported;
};

/// The nearest `.python-version` (or `.python-versions`) in `directory` or above it, up to and with
/// `top`.
std::optional<PythonPin> nearest_pin(const std::filesystem::path& directory,
                                     const std::filesystem::path& top);

}  // namespace axle
