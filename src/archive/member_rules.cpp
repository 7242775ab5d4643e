// SPDX-License-Identifier: MIT
#include "archive/member_rules.hpp"

#include <fmt/format.h>

#include "archive/member_name.hpp"
#include "archive/refusal.hpp"

namespace axle {
namespace {

/// Deflate's two speed bits, a data descriptor, UTF-8 names; all else (encryption, patches, strong
/// encryption, masking) is not for us.
constexpr std::uint16_t known_flags = 0x0006 | zip::has_descriptor | zip::is_utf8;
constexpr unsigned highest_version = 45;

}  // namespace

// One decoder for each of two methods is all the attack surface we want.
Result<void> check_member_method(std::string_view archive, const ZipMember& member,
                                 unsigned version_needed) {
  constexpr ErrorCode unsupported = ErrorCode::zip_unsupported;
  if ((member.flags & 0x2041) != 0)
    return refuse(unsupported, archive, member.name, "it is encrypted");
  if ((member.flags & ~known_flags) != 0)
    return refuse(unsupported, archive, member.name,
                  fmt::format("it has unknown flags ({:#06x})", member.flags));
  if (member.method != 0 && member.method != 8) {
    const std::string_view name = member.method == 12   ? " (bzip2)"
                                  : member.method == 14 ? " (LZMA)"
                                  : member.method == 93 ? " (zstd)"
                                  : member.method == 95 ? " (XZ)"
                                                        : "";
    return refuse(unsupported, archive, member.name,
                  fmt::format("it is packed with method {}{}; wheels may use stored and deflate",
                              member.method, name));
  }
  if ((version_needed & 0xff) > highest_version)
    return refuse(unsupported, archive, member.name,
                  fmt::format("it needs version {}.{} of ZIP", (version_needed & 0xff) / 10,
                              version_needed % 10));
  return {};
}

Result<void> check_member_name(std::string_view archive, const ZipMember& member,
                               const zip::ExtraFields& extra) {
  if (const auto rule = member_name_fault(member.name, (member.flags & zip::is_utf8) != 0))
    return refuse(ErrorCode::wheel_path, archive,
                  member.name.empty() ? "(no name)" : std::string_view(member.name), *rule);
  if (extra.unicode_path && !zip::repeats_name(*extra.unicode_path, member.name))
    return refuse(ErrorCode::wheel_path, archive, member.name,
                  "an extra field gives it another name");
  return {};
}

Result<void> check_member_sizes(std::string_view archive, const ZipMember& member,
                                std::uint64_t archive_size) {
  // Some tools deflate the nothing that a directory holds; that takes two bytes.
  const bool is_deflated_nothing = member.method == 8 && member.compressed_size == 2;
  if (member.is_directory() &&
      (member.size != 0 || (member.compressed_size != 0 && !is_deflated_nothing)))
    return refuse(ErrorCode::zip_structure, archive, member.name, "a directory has contents");
  if (member.method == 0 && member.size != member.compressed_size)
    return refuse(ErrorCode::zip_structure, archive, member.name,
                  "it is stored, but its two sizes differ");
  if (member.compressed_size > archive_size || member.header_offset > archive_size)
    return refuse(ErrorCode::zip_structure, archive, member.name, "it is larger than the archive");
  return {};
}

}  // namespace axle
