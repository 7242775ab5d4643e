// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "axle/base/environment.hpp"
#include "net/url.hpp"

namespace axle {

/// What settings say of proxies, for where no variable of the environment does.
struct ProxySettings {
  std::string http;    ///< `http-proxy`
  std::string https;   ///< `https-proxy`
  std::string exempt;  ///< `no-proxy`, joined with commas
};

/// The proxy for `url`, as libcurl takes it; empty: none. HTTPS_PROXY or HTTP_PROXY by the scheme,
/// else ALL_PROXY, in either case of letters (small ones first), else the settings', unless
/// NO_PROXY, or else the settings' list, exempts the host. May hold a password: never print it.
std::string proxy_for(const Url& url, const Environment& environment,
                      const ProxySettings& settings = {});

/// The proxy as it may be shown: without a login.
std::string proxy_place(std::string_view proxy);

}  // namespace axle
