// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/standards/requirement.hpp"

namespace axle {

/// `[build-system]` of a source tree (PEP 517, 518), with what holds where it says nothing: a tree
/// without it, or without a `build-backend`, is built with setuptools. A value.
struct BuildSystem {
  std::vector<Requirement> requirements;  ///< `requires`, in order
  std::string backend;                    ///< "hatchling.build", "setuptools.build_meta:__legacy__"
  std::vector<std::string> backend_path;  ///< folders below the tree that the backend may lie in
  bool is_stated = false;                 ///< the tree has a `[build-system]`

  /// The module of `backend`.
  std::string backend_module() const { return backend.substr(0, backend.find(':')); }
};

/// Whether the folder has a file that a project has: pyproject.toml, setup.py or setup.cfg.
bool has_project_file(const std::filesystem::path& tree);

/// Errors: `invalid_input` (E_PROJECT) with its place for what is no `[build-system]`, and for a
/// `backend-path` that leaves the tree; `not_found` if the tree is no directory, or has neither a
/// pyproject.toml nor a setup.py.
Result<BuildSystem> read_build_system(const std::filesystem::path& tree);

}  // namespace axle
