// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "archive/archive_file.hpp"
#include "axle/base/error.hpp"

namespace axle {

/// One member as the central directory describes it. The local header was found to agree.
struct ZipMember {
  std::string
      name;  ///< UTF-8, checked by the rules of fetch/member_name.hpp; a directory's ends in '/'
  std::uint64_t header_offset = 0;
  std::uint64_t data_offset = 0;  ///< where the compressed bytes begin
  std::uint64_t compressed_size = 0;
  std::uint64_t size = 0;
  std::uint32_t crc = 0;
  std::uint16_t method = 0;  ///< 0 stored or 8 deflate
  std::uint16_t flags = 0;
  bool executable = false;

  bool is_directory() const { return !name.empty() && name.back() == '/'; }
};

/// What a ZIP archive holds. Every byte of the file belongs to exactly one member, to the central
/// directory or to the end records: there is only one way to read it.
struct ZipArchive {
  std::vector<ZipMember> members;  ///< in the central directory's order
  std::uint64_t directory_offset = 0;
  std::uint64_t total_size = 0;  ///< of all members, unpacked
};

/// Limits on what an archive may claim. Names: 255 bytes a component, 4,096 a
/// path, 64 levels.
inline constexpr std::uint64_t most_members = 200'000;
inline constexpr std::uint64_t largest_directory = std::uint64_t{96} << 20;
inline constexpr std::uint64_t bomb_ratio = 50;
inline constexpr std::uint64_t bomb_size = std::uint64_t{64} << 20;

/// Reads and checks the end records, the central directory and all local headers
/// (APPNOTE.TXT 6.3.10). Linear in the file's directory; allocates nothing by a
/// size that was only claimed. Reads no member's data. Errors: `integrity` with E_ZIP_STRUCTURE,
/// E_ZIP_UNSUPPORTED, E_ZIP_BOMB, E_WHEEL_PATH or E_WHEEL_LINK; `io`.
Result<ZipArchive> read_zip_archive(const WheelFile& file);

}  // namespace axle
