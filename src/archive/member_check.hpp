// SPDX-License-Identifier: MIT
#pragma once

#include <libdeflate.h>

#include <cstdint>
#include <functional>
#include <string_view>

#include "archive/refusal.hpp"
#include "archive/zip_archive.hpp"
#include "axle/base/error.hpp"

namespace axle {

/// Takes the next unpacked bytes of a member.
using ByteSink = std::function<Result<void>(std::string_view bytes)>;

/// Counts and sums a member's unpacked bytes, and lets no more of them go by than were declared.
/// Errors: `integrity` E_ZIP_DATA.
class MemberCheck {
 public:
  Result<void> take(std::string_view archive, const ZipMember& member, std::string_view bytes) {
    if (bytes.size() > member.size - taken_)
      return refuse(ErrorCode::zip_data, archive, member.name, "it unpacks to more than it says");
    taken_ += bytes.size();
    crc_ = libdeflate_crc32(crc_, bytes.data(), bytes.size());
    return {};
  }

  Result<void> finish(std::string_view archive, const ZipMember& member) const {
    if (taken_ != member.size)
      return refuse(ErrorCode::zip_data, archive, member.name, "it unpacks to less than it says");
    if (crc_ != member.crc)
      return refuse(ErrorCode::zip_data, archive, member.name, "its CRC-32 is wrong");
    return {};
  }

 private:
  std::uint64_t taken_ = 0;
  std::uint32_t crc_ = 0;
};

}  // namespace axle
