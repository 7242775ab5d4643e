// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "axle/base/error.hpp"
#include "axle/versions/package_name.hpp"
#include "axle/versions/version.hpp"
#include "editing/add_dependencies.hpp"
#include "editing/edit_options.hpp"
#include "services/services.hpp"

namespace axle {

/// The version of a project, and what it was before it was set.
struct VersionOutcome {
  std::string name;
  std::string version;                ///< as it is written now, or would be with `--dry-run`
  std::optional<std::string> before;  ///< none if it was only asked for
  EditOutcome edit = {};
};

/// `axle version`: the project's version, or sets it, then locks and syncs. After an error the
/// files, the lock and the environment are as they were. Errors: `invalid_input` for a dynamic or
/// missing version, for a version that would not rise; those of sync_project.
Result<VersionOutcome> project_version(const VersionOptions& options, Services& services);

}  // namespace axle
