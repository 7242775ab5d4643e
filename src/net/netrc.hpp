// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"

namespace axle {

struct NetrcEntry {
  std::string host;  ///< lower case; empty for `default`
  std::string login;
  std::string password;
};

/// The entries of a netrc file, in its order: `machine`, `login`, `password`, `account`, `macdef`
/// and `default`; words may be in double quotes with backslash escapes; `#` starts a comment where
/// a word could start. Linear; at most 1 MiB and 10 000 entries. Errors: `invalid_input` with the
/// line and never a word of the file.
Result<std::vector<NetrcEntry>> parse_netrc(std::string_view text);

}  // namespace axle
