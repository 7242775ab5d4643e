// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "axle/base/error.hpp"

namespace axle {

/// A Python program with the block of inline metadata that says what it needs (PEP 723): TOML
/// behind `# `, between `# /// script` and `# ///`. Ends of lines are single line feeds, as in uv.
struct ScriptText {
  std::string before;    ///< up to the block
  std::string metadata;  ///< TOML
  std::string after;     ///< from the line behind the block on

  /// None if the text has no block. Linear. Errors: `invalid_input` (E_PROJECT) for a block that
  /// does not end.
  static Result<std::optional<ScriptText>> read(std::string_view text);
  /// A text without a block, with the place where one goes: at the top, behind a line `#!`.
  static ScriptText without_block(std::string_view text);

  std::string to_string() const;
};

}  // namespace axle
