// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
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

/// What a netrc file has.
struct Netrc {
  std::vector<NetrcEntry> entries;     ///< in its order
  std::vector<std::size_t> odd_lines;  ///< where something stands that is not understood
};

/// A netrc file: `machine`, `login`, `password`, `account`, `macdef` and `default`; words may be in
/// double quotes with backslash escapes; `#` starts a comment where a word could start. The file is
/// other programs' too: a word that is none of these is passed over, and an entry that is broken
/// (a value is missing, a quoted word has no end) is left out, both without harm to the others.
/// Linear. Errors: `invalid_input` beyond 1 MiB or 10 000 entries.
Result<Netrc> parse_netrc(std::string_view text);

}  // namespace axle
