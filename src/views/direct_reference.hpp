// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "axle/lock/lockfile.hpp"

namespace axle {

/// What a lock says of a repository: `https://…?rev=main&subdirectory=lib#commit`.
struct GitLocation {
  std::string url;       ///< without query, fragment and user info
  std::string revision;  ///< branch, tag or commit that was asked for; empty if none was
  std::string commit;    ///< empty if there is none
  std::string subdirectory;
  bool lfs = false;
};

/// Splits the text of a git source. Pure; nothing is refused.
GitLocation parse_git_location(std::string_view text);

/// `git+https://…@commit#subdirectory=lib`, as a requirement has it.
std::string git_requirement_url(const GitLocation& location);

/// The URL of an archive, with `#subdirectory=lib` if it has one.
std::string archive_url(const LockSource& source);

}  // namespace axle
