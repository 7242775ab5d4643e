// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "axle/base/error.hpp"

namespace axle {

/// What decides whether a source tree has to be built again: the newest change of the files that
/// `tool.uv.cache-keys` names, variables, the commit, folders that come and go. Without the key:
/// pyproject.toml, setup.py, setup.cfg, and whether `src` is there. Of an archive: its last change.
/// A JSON object, kept in dist-info as `uv_cache.json`, so that uv and axle understand each other's
/// installations. Errors: `invalid_input` for a `cache-keys` that cannot be read, a path that
/// leaves the tree.
Result<std::string> cache_info_of(const std::filesystem::path& tree);

/// Whether two such texts say the same.
bool same_cache_info(std::string_view a, std::string_view b);

}  // namespace axle
