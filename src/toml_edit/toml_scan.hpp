// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "base/cursor.hpp"

// Where the parts of a TOML text begin and end (TOML 1.0). What they mean is not judged beyond
// that: a text that axle edits was read and checked before. All are linear and move the cursor
// behind what they name. Errors: `invalid_input` with the line.
namespace axle {

/// Brackets inside each other; more are refused.
constexpr std::size_t max_toml_depth = 64;

/// Spaces and tabs.
void skip_toml_blanks(Cursor& at);
/// Spaces, tabs, comments and ends of lines.
void skip_toml_gap(Cursor& at);
/// The same, as it stands in the text.
std::string_view take_toml_gap(Cursor& at);
/// Blanks, a comment if there is one, and the end of the line.
Result<void> skip_toml_line_end(Cursor& at);
/// `a."b".c`, without the blanks around it; its parts as they are meant.
Result<std::vector<std::string>> take_toml_key(Cursor& at);
/// A string, number, date, boolean, array or inline table.
Result<void> skip_toml_value(Cursor& at, std::size_t depth = 0);

/// The error for what stands at the cursor: "line 3: …".
std::unexpected<Error> toml_scan_failure(const Cursor& at, std::string_view message);

}  // namespace axle
