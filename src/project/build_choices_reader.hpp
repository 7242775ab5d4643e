// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "axle/base/error.hpp"
#include "axle/project/build_choices.hpp"
#include "toml/toml_reader.hpp"

namespace axle {

/// Reads `config-settings`, `config-settings-package`, `no-build-isolation-package`,
/// `extra-build-dependencies` and `extra-build-variables`. Errors: `invalid_input` with its place.
Result<BuildChoices> read_build_choices(const TomlReader& reader);

/// `upper` over `lower`: settings of one key, and what is said of one package, are the upper ones.
BuildChoices combine(BuildChoices upper, const BuildChoices& lower);

/// `key=value` of the command line, added to what is there: a repeated key makes a list.
/// Errors: `invalid_input` without `=`.
Result<void> add_config_setting(ConfigSettings& settings, std::string_view text);

}  // namespace axle
