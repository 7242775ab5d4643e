// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "axle/base/error.hpp"

namespace axle {

/// A TOML string in the form that uv's writer chooses, so that files of both tools are the same:
/// `"…"` where nothing in it must be escaped, else `'…'`, else a form of several lines, else `"…"`
/// with escapes.
void append_toml_string(std::string& out, std::string_view text);

std::string toml_string(std::string_view text);

/// A key: bare where TOML allows that, else a string.
void append_toml_key(std::string& out, std::string_view key);

/// The text of a TOML string as it stands in a file, quotes included (TOML 1.0, "String").
/// Errors: `invalid_input` if it is none, or for an escape that TOML does not have.
Result<std::string> read_toml_string(std::string_view written);

}  // namespace axle
