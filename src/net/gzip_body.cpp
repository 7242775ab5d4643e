// SPDX-License-Identifier: MIT
#include "net/gzip_body.hpp"

#include <fmt/format.h>
#include <libdeflate.h>

#include <algorithm>
#include <memory>

#include "base/text.hpp"

namespace axle {
namespace {

struct Free {
  void operator()(libdeflate_decompressor* decompressor) const {
    libdeflate_free_decompressor(decompressor);
  }
};

std::unexpected<Error> damaged() {
  return fail_with_code(ErrorKind::integrity, ErrorCode::index_format,
                        "its gzip encoding is damaged", {});
}

/// What the last four bytes claim: the decoded length of the last member, modulo 2^32.
std::uint64_t claimed_length(std::string_view bytes) {
  std::uint64_t length = 0;
  for (std::size_t i = 1; i <= 4; ++i)
    length = length << 8 | static_cast<unsigned char>(bytes[bytes.size() - i]);
  return length;
}

}  // namespace

Result<std::string> decode_gzip(std::string_view bytes, std::uint64_t max_bytes) {
  const std::unique_ptr<libdeflate_decompressor, Free> decompressor(
      libdeflate_alloc_decompressor());
  if (bytes.size() < 18) return damaged();
  // Deflate cannot expand by more than 1032; no claim makes us allocate more than that.
  const std::uint64_t possible = std::min<std::uint64_t>(bytes.size() * 1032, max_bytes);
  std::string out;
  std::size_t used = 0;
  std::uint64_t room = std::min(claimed_length(bytes), possible);
  while (!bytes.empty()) {
    out.resize(used + std::max<std::uint64_t>(room, 1));
    std::size_t taken = 0;
    std::size_t made = 0;
    const libdeflate_result result =
        libdeflate_gzip_decompress_ex(decompressor.get(), bytes.data(), bytes.size(),
                                      out.data() + used, out.size() - used, &taken, &made);
    if (result == LIBDEFLATE_INSUFFICIENT_SPACE) {
      if (used + room >= possible) {
        return fail_with_code(
            ErrorKind::integrity, ErrorCode::index_limit,
            fmt::format("it is larger than {} when decoded", human_size(max_bytes)), {});
      }
      room = std::min(std::max<std::uint64_t>(room * 2, 65536), possible - used);
      continue;
    }
    if (result != LIBDEFLATE_SUCCESS) return damaged();
    used += made;
    bytes.remove_prefix(taken);
    room = std::min<std::uint64_t>(room, possible - used);
  }
  out.resize(used);
  return out;
}

}  // namespace axle
