// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "axle/base/error.hpp"

namespace axle {

struct ZipMember;

/// The rule that a member's name breaks, or nothing. The same on every platform,
/// because a lock is shared between them: a relative path of plain components, in UTF-8, that has
/// only one reading. `marked_utf8`: the archive says so; bytes beyond ASCII are refused without it,
/// since readers differ about their meaning. Linear.
std::optional<std::string_view> member_name_fault(std::string_view name, bool marked_utf8);

/// Two names that some file system takes for one have equal keys: letters without case, and
/// composed and decomposed accents alike (Latin, Greek, Cyrillic, Armenian; full Unicode tables are
/// not worth their size here).
std::string collision_key(std::string_view path);

/// No name twice, no two files that a file system may take for one, no file
/// where a directory is needed. Directories may differ in case only. O(n log n). Errors:
/// `integrity` E_ZIP_STRUCTURE (same name), E_WHEEL_PATH.
Result<void> check_member_collisions(std::string_view wheel, std::span<const ZipMember> members);

}  // namespace axle
