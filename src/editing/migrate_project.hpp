// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "services/services.hpp"

namespace axle {

struct MigrateOptions {
  std::vector<std::string> files;  ///< none: what the directory has
  std::optional<std::string> python;
  bool dry_run = false;
};

struct MigrateOutcome {
  std::filesystem::path file;       ///< the pyproject.toml
  std::string before, after;        ///< its text; `before` is empty for a new one
  std::vector<std::string> notes;   ///< what has no equivalent, one line each
  std::vector<std::string> leaves;  ///< files that nothing needs any more once there is a lock
};

/// Rewrites the project of the directory as `[project]` and `[tool.uv]`: one of Poetry, else a
/// Pipfile, else requirements files, of which `NAME.in` goes before the `NAME.txt` made from it and
/// `requirements-NAME` is the group NAME. Writes nothing with `dry_run`. Errors: `not_found` if
/// there is none of these; those of the migrations; nothing is written then.
Result<MigrateOutcome> migrate_project(const MigrateOptions& options, Services& services);

}  // namespace axle
