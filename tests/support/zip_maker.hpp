// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace axle::test {

/// Archives as remote_zip has to read them, right and wrong.
struct ZipMaker {
  struct Member {
    std::string name;
    std::string text;
    bool packed = true;
    std::string local_extra = {};
    std::uint16_t flags = 0;
    std::uint16_t method = 0xFFFF;  ///< 0xFFFF: by `packed`
    bool zip64 = false;             ///< sizes and offset in the extra field
    std::uint32_t crc_error = 0;
  };

  std::vector<Member> members;
  std::string comment;
  bool zip64_end = false;

  std::string make() const;
};

/// A METADATA with these fields.
std::string metadata_text(std::string_view name, std::string_view version,
                          std::string_view more = {});

/// A wheel of one module, `ballast` incompressible bytes in front, and `files` further empty
/// members.
std::string make_wheel(std::string_view name, std::string_view version, std::size_t ballast = 0,
                       std::size_t files = 0, std::string_view more = {});

/// A gzipped tar with these members.
std::string make_tar_gz(const std::vector<std::pair<std::string, std::string>>& members);

}  // namespace axle::test
