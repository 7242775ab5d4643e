// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "axle/toml/toml.hpp"

namespace axle {

/// What `[tool.poetry]` says about the project itself, as keys of `[project]` (PEP 621):
/// description, license, authors, readme, keywords, classifiers, URLs, scripts, entry points. A
/// table. `notes`: what has no equivalent.
TomlValue project_metadata(const TomlValue& poetry, std::vector<std::string>& notes);

}  // namespace axle
