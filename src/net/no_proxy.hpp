// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "net/url.hpp"

namespace axle {

/// Whether a list as in NO_PROXY exempts the host of `url` from the proxy, by curl's rules: items
/// between commas or spaces, each `*`, a host, a domain with or without a dot in front (and all
/// below it), an address, or a network (`10.0.0.0/8`, `fd00::/8`); behind a colon a port may limit
/// it. An item that is none of these exempts nothing.
bool is_exempt_from_proxy(const Url& url, std::string_view list);

}  // namespace axle
