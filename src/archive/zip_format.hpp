// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "axle/base/error.hpp"

namespace axle::zip {

// The records of a ZIP file (APPNOTE.TXT 4.3): signatures, and sizes of their fixed parts.
inline constexpr std::uint32_t local_signature = 0x04034b50;
inline constexpr std::uint32_t central_signature = 0x02014b50;
inline constexpr std::uint32_t end_signature = 0x06054b50;
inline constexpr std::uint32_t end64_signature = 0x06064b50;
inline constexpr std::uint32_t locator_signature = 0x07064b50;
inline constexpr std::uint32_t descriptor_signature = 0x08074b50;
inline constexpr std::size_t local_bytes = 30;
inline constexpr std::size_t central_bytes = 46;
inline constexpr std::size_t end_bytes = 22;
inline constexpr std::size_t end64_bytes = 56;
inline constexpr std::size_t locator_bytes = 20;

/// In a 32-bit field: "see the ZIP64 field".
inline constexpr std::uint32_t in_zip64 = 0xffffffff;
inline constexpr std::uint16_t has_descriptor = 1U << 3;
inline constexpr std::uint16_t is_utf8 = 1U << 11;

inline std::uint16_t u16(const unsigned char* at) {
  return static_cast<std::uint16_t>(at[0] | at[1] << 8);
}
inline std::uint32_t u32(const unsigned char* at) {
  return static_cast<std::uint32_t>(u16(at)) | static_cast<std::uint32_t>(u16(at + 2)) << 16;
}
inline std::uint64_t u64(const unsigned char* at) {
  return static_cast<std::uint64_t>(u32(at)) | static_cast<std::uint64_t>(u32(at + 4)) << 32;
}
inline std::string_view text_at(const unsigned char* at, std::size_t size) {
  return {reinterpret_cast<const char*>(at), size};
}

/// What the extra fields say that matters to us.
struct ExtraFields {
  std::optional<std::string_view> zip64;         ///< 0x0001
  std::optional<std::string_view> unicode_path;  ///< 0x7075
};

/// Takes the extra fields apart; none if they do not fill their room exactly or one of ours comes
/// twice.
std::optional<ExtraFields> parse_extra_fields(std::string_view bytes);

/// Whether a unicode path field says the same as the name beside it, so that there is no second
/// reading.
bool repeats_name(std::string_view unicode_path, std::string_view name);

/// The values that replace 32-bit fields which say `in_zip64`.
struct Zip64Sizes {
  std::uint64_t size, compressed_size, header_offset;
};
/// In a central header only the fields that say `in_zip64` have a value in `field`, in this order;
/// in a local header both sizes do. A field where no value is asked for is stale and ignored, as
/// `wheel tags` leaves it (wheel#692). False if it does not fit.
bool resolve_zip64(const std::optional<std::string_view>& field, bool is_local, Zip64Sizes& sizes);

}  // namespace axle::zip
