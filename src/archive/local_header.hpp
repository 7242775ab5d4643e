// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "archive/zip_archive.hpp"
#include "axle/base/error.hpp"

namespace axle {

/// What the bytes at a place say where a local header may be.
struct LocalHeader {
  enum class Kind : std::uint8_t {
    member,      ///< a member of known sizes; the next header, if any, follows its data
    incomplete,  ///< more bytes are needed, `needed` in all
    last,        ///< no local header: the members are over
    unsized,     ///< a member whose sizes only what follows it tells
  };
  Kind kind = Kind::incomplete;
  std::size_t needed = 0;
  ZipMember member;  ///< of Kind::member: as this header alone describes it, and not executable

  std::uint64_t end() const { return member.data_offset + member.compressed_size; }
};

/// Reads a local header (APPNOTE.TXT 4.3.7) before the central directory is there, by the rules
/// that read_zip_archive has for both. `offset` is where `bytes` begin in the archive. Whether the
/// member counts only the central directory tells. Errors: `integrity`, as read_zip_archive.
Result<LocalHeader> read_local_header(std::string_view archive, std::uint64_t offset,
                                      std::span<const unsigned char> bytes);

}  // namespace axle
