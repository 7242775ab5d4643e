// SPDX-License-Identifier: MIT
#include "net/proxy.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "net/no_proxy.hpp"

namespace axle {
namespace {

std::string variable(const Environment& environment, std::string_view name) {
  if (auto value = environment.get_nonempty(ascii_lower(name))) return *value;
  // A CGI program gets the client's "Proxy:" header as HTTP_PROXY: not for us to follow.
  if (name == "HTTP_PROXY" && environment.get("REQUEST_METHOD")) return {};
  return environment.get_nonempty(name).value_or("");
}

}  // namespace

std::string proxy_for(const Url& url, const Environment& environment,
                      const ProxySettings& settings) {
  const bool is_secure = url.scheme() == "https";
  std::string proxy = variable(environment, is_secure ? "HTTPS_PROXY" : "HTTP_PROXY");
  if (proxy.empty()) proxy = variable(environment, "ALL_PROXY");
  if (proxy.empty()) proxy = is_secure ? settings.https : settings.http;
  if (proxy.empty()) return {};
  std::string exempt = variable(environment, "NO_PROXY");
  if (exempt.empty()) exempt = settings.exempt;
  return is_exempt_from_proxy(url, exempt) ? std::string() : proxy;
}

std::string proxy_place(std::string_view proxy) {
  const std::size_t at = proxy.rfind('@');
  if (at == std::string_view::npos) return escape_foreign(proxy.substr(0, 200));
  const std::size_t scheme = proxy.find("://");
  const std::string_view before =
      scheme == std::string_view::npos ? "" : proxy.substr(0, scheme + 3);
  return escape_foreign(fmt::format("{}{}", before, proxy.substr(at + 1, 200)));
}

}  // namespace axle
