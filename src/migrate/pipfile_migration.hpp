// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "axle/base/error.hpp"
#include "axle/toml/toml.hpp"
#include "migrate/migration.hpp"
#include "migrate/requirements_migration.hpp"

namespace axle {

/// A project with what a Pipfile (pipenv's) says: packages, development packages and other
/// categories as groups, sources as indexes. `text` is the pyproject.toml that is there already,
/// empty for none. Errors: `invalid_input` with the place in the Pipfile for what cannot be read,
/// and if pyproject.toml has a `[project]`.
Result<Migration> migrate_pipfile(const TomlDocument& pipfile, const NewProjectFacts& facts,
                                  std::string_view pypi_url, std::string_view text);

}  // namespace axle
