// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "axle/base/error.hpp"
#include "axle/toml/toml.hpp"
#include "migrate/migration.hpp"

namespace axle {

/// Rewrites the file of a Poetry project: metadata, dependencies, extras, groups, sources and the
/// build system. Build settings of poetry-core (`packages`, `include`, `exclude`, `build`) stay in
/// `[tool.poetry]`; other tables stay as they are. `text` is what `document` was read from. Errors:
/// those of uv_form; `invalid_input` if the file is no Poetry project, or has a constraint that PEP
/// 440 cannot say.
Result<Migration> migrate_poetry(const TomlDocument& document, std::string_view text,
                                 std::string_view pypi_url);

}  // namespace axle
