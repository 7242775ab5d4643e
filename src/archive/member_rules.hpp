// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "archive/zip_archive.hpp"
#include "archive/zip_format.hpp"
#include "axle/base/error.hpp"

namespace axle {

// What every header of a member has to keep to, in the central directory and before the data alike.
// `archive` is what messages call the archive.

/// Only stored and deflate, nothing encrypted, no flag that is unknown. Errors:
/// `integrity` E_ZIP_UNSUPPORTED.
Result<void> check_member_method(std::string_view archive, const ZipMember& member,
                                 unsigned version_needed);

/// threats.md W1–W6. Errors: `integrity` E_WHEEL_PATH.
Result<void> check_member_name(std::string_view archive, const ZipMember& member,
                               const zip::ExtraFields& extra);

/// The two sizes agree with the method, and with an archive of that many bytes. Errors: `integrity`
/// E_ZIP_STRUCTURE.
Result<void> check_member_sizes(std::string_view archive, const ZipMember& member,
                                std::uint64_t archive_size);

}  // namespace axle
