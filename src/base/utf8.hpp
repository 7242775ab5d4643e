// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace axle {

/// Appends the character of a code point in UTF-8. `code` is at most 0x10FFFF and no surrogate.
void append_utf8(std::string& out, std::uint32_t code);

}  // namespace axle
