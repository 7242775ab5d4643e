// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "base/environment.hpp"
#include "net/url.hpp"

namespace axle {

/// The proxy for `url`, as libcurl takes it; empty: none. HTTPS_PROXY or HTTP_PROXY by the scheme,
/// else ALL_PROXY, in either case of letters (small ones first), unless NO_PROXY names the host:
/// `*`, `host`, `.domain` (and all below), `host:port`, an address. May hold a password: never
/// print it.
std::string proxy_for(const Url& url, const Environment& environment);

}  // namespace axle
