// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/environment.hpp"
#include "axle/base/error.hpp"

namespace axle {

/// Reads the text of a file of `NAME=value` lines (`.env`) into `variables`; a name that is there
/// already is replaced, one that the process has itself is left out. `export ` may stand before a
/// name; `#` begins a comment at the start of a line and behind white space; `'…'` is taken as it
/// stands; in
/// `"…"` and without quotes `\` takes the next character as it is (`\n` is a new line) and `$NAME`
/// and `${NAME}` stand for what the process or an earlier line has. Returns the number of a line
/// that cannot be read, which ends the text. Linear but for what variables hold, which is at most
/// 1 MiB.
std::optional<std::size_t> read_env_text(std::string_view text, const Environment& process,
                                         std::map<std::string, std::string>& variables);

/// The same for a file of at most 1 MiB. Returns warnings. Errors: `not_found`; `io`;
/// `invalid_input`.
Result<std::vector<std::string>> read_env_file(const std::filesystem::path& path,
                                               const Environment& process,
                                               std::map<std::string, std::string>& variables);

}  // namespace axle
