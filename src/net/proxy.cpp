// SPDX-License-Identifier: MIT
#include "net/proxy.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace axle {
namespace {

std::string variable(const Environment& environment, std::string_view name) {
  if (auto value = environment.get_nonempty(ascii_lower(name))) return *value;
  // A CGI program gets the client's "Proxy:" header as HTTP_PROXY: not for us to follow.
  if (name == "HTTP_PROXY" && environment.get("REQUEST_METHOD")) return {};
  return environment.get_nonempty(name).value_or("");
}

bool is_exempt(const Url& url, std::string_view list) {
  std::string host = url.host();
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
  const std::string with_port = fmt::format("{}:{}", host, url.effective_port());
  for (std::string_view item : split(list, ',')) {
    item = trim(item);
    if (item == "*") return true;
    if (item.starts_with("*.")) item.remove_prefix(1);
    const std::string wanted = ascii_lower(item.starts_with('.') ? item.substr(1) : item);
    if (wanted.empty()) continue;
    if (host == wanted || with_port == wanted || host.ends_with("." + wanted)) return true;
  }
  return false;
}

}  // namespace

std::string proxy_for(const Url& url, const Environment& environment) {
  std::string proxy = variable(environment, url.scheme() == "https" ? "HTTPS_PROXY" : "HTTP_PROXY");
  if (proxy.empty()) proxy = variable(environment, "ALL_PROXY");
  if (proxy.empty() || is_exempt(url, variable(environment, "NO_PROXY"))) return {};
  return proxy;
}

}  // namespace axle
