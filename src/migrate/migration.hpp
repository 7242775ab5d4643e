// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace axle {

/// A pyproject.toml that says with `[project]` and `[tool.uv]` what other files said.
struct Migration {
  std::string text;                ///< the whole file
  std::vector<std::string> notes;  ///< what has no equivalent, or what to look at, one line each
};

}  // namespace axle
