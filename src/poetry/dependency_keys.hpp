// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "toml/toml_reader.hpp"

namespace axle {

/// Holds the table of a dependency to the keys that Poetry's schema has for its kind (`git`,
/// `file`, `path`, `url`, `version`, or none of them): a `source` says nothing beside a `path`.
/// `name`: the dependency as written, for messages; a key without effect is told to `warnings`.
/// Errors: `invalid_input` with its place, for a key that is none or is not for that kind.
Result<void> check_dependency_keys(const TomlReader& reader, std::string_view name,
                                   std::vector<std::string>& warnings);

}  // namespace axle
