// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cache/http_cache.hpp"

namespace axle {

// One entry of the HTTP cache as a file. All numbers are little-endian:
//   "AXLEHTC1", u32 CRC-32 of all that follows, i64 received, i64 age, i64 expires,
//   6 times u32 length and bytes (url, final_url, content_type, etag, last_modified,
//   cache_control), payload.

/// The file of an entry.
std::string write_stored_response(const StoredResponse& fields, std::string_view payload);

/// None if the file is damaged, cut or of another format. `storage` becomes that of the result.
std::optional<StoredResponse> read_stored_response(std::string storage);

}  // namespace axle
