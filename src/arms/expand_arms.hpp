// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "axle/base/error.hpp"
#include "axle/lock/lockfile.hpp"
#include "axle/project/project.hpp"

namespace axle {

/// What a lock with accelerators says in uv's words, as TOML for `pyproject.toml`: an extra for
/// each accelerator, with the packages of the family that it has from its index (uv takes only
/// those from an explicit index that the extra names), their sources, the indexes, one set of
/// conflicts, and `environments` in place of the project's own. Requires: `lockfile.accelerators`.
/// Errors: `bug`.
Result<std::string> arms_in_uv_words(const Lockfile& lockfile, const Project& project);

}  // namespace axle
