// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/toml/toml.hpp"

namespace axle {

/// A Poetry project as the uv project that it would be: `[project]`, `[dependency-groups]` and
/// `[tool.uv]` say what `[tool.poetry]` says, which is left out.
struct UvForm {
  TomlDocument document;              ///< errors about it show the lines of the file
  std::vector<std::string> warnings;  ///< what has no equivalent, or is not as it looks
};

/// None if the file is no Poetry project (is_poetry_project). `pypi_url`: where the built-in source
/// is. Errors: those of read_poetry_project; `invalid_input` with its place for what contradicts
/// `[project]`.
Result<std::optional<UvForm>> uv_form(const TomlDocument& document, std::string_view pypi_url);

}  // namespace axle
