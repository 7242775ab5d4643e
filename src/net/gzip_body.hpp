// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "axle/base/error.hpp"

namespace axle {

/// The decoded form of a whole gzip body (RFC 1952; several members are one body). Memory is bound
/// by what the bytes can really hold, not by what they claim. Errors: `integrity`: E_INDEX_LIMIT if
/// it is more than `max_bytes`, E_INDEX_FORMAT if it is damaged, cut, or followed by other bytes.
Result<std::string> decode_gzip(std::string_view bytes, std::uint64_t max_bytes);

}  // namespace axle
