// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace axle {

/// The normal form of a host of an http-like URL (WHATWG URL, section 3.5): percent-decoded, lower
/// case, IPv6 compressed and in brackets. None if it is empty, not ASCII (international names must
/// be written as `xn--…`), holds a character that no host may have, or looks like an IPv4 address
/// and is none in the plain form of four decimal numbers.
std::optional<std::string> normal_host(std::string_view text);

/// The same for schemes that are not http-like: kept as written, only checked.
std::optional<std::string> opaque_host(std::string_view text);

}  // namespace axle
