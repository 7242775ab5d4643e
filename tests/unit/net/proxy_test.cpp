// SPDX-License-Identifier: MIT
#include "net/proxy.hpp"

#include "axle/base/environment.hpp"
#include "net/no_proxy.hpp"
#include "support/catch.hpp"

using namespace axle;

namespace {
bool is_exempt(const std::string& url, const std::string& list) {
  return is_exempt_from_proxy(Url::parse(url).value(), list);
}
}  // namespace

TEST_CASE("hosts are exempt from the proxy by name, domain, address and network", "[net]") {
  const auto [url, list, wanted] = GENERATE(table<std::string, std::string, bool>({
      {"https://h.corp/", "h.corp", true},
      {"https://h.corp/", "x, H.CORP", true},
      {"https://h.corp/", "other h.corp", true},
      {"https://h.corp/", "corp", true},
      {"https://h.corp/", ".corp", true},
      {"https://h.corp/", "*.corp", true},
      {"https://h.corp/", "h.corp.", true},
      {"https://h.corp/", "orp", false},
      {"https://h.corp/", "x.h.corp", false},
      {"https://h.corp/", "*", true},
      {"https://h.corp/", "", false},
      {"https://h.corp/", "h.corp:443", true},
      {"https://h.corp/", "h.corp:444", false},
      {"https://127.0.0.1/", "localhost,127.0.0.0/8", true},
      {"https://127.9.9.9:8443/", "127.0.0.0/8", true},
      {"https://128.0.0.1/", "127.0.0.0/8", false},
      {"https://10.1.2.3/", "10.1.2.3", true},
      {"https://10.1.2.3/", "10.1.2.0/23", true},
      {"https://10.1.4.3/", "10.1.2.0/23", false},
      {"https://10.1.2.3/", "0.0.0.0/0", true},
      {"https://10.1.2.3/", "10.1.2.0/33", false},
      {"https://10.1.2.3/", "10.1.2.0/x", false},
      {"https://10.1.2.3/", "2.3", false},
      {"https://10.1.2.3:81/", "10.1.2.3:81", true},
      {"https://10.1.2.3:81/", "10.1.2.3:82", false},
      {"https://[fd00::1]/", "fd00::/8", true},
      {"https://[fd00::1]/", "fd00::1", true},
      {"https://[fd00::1]:99/", "[fd00::1]:99", true},
      {"https://[fe00::1]/", "fd00::/8", false},
      {"https://[::1]/", "0.0.0.0/0", false},
      {"https://h.corp/", "10.0.0.0/8", false},
  }));
  CAPTURE(url, list);
  CHECK(is_exempt(url, list) == wanted);
}

TEST_CASE("the environment's proxy goes before the settings'", "[net]") {
  const Url secure = Url::parse("https://h/").value();
  const Url plain = Url::parse("http://h/").value();
  const ProxySettings settings{"http://s:1", "http://s:2", "exempt.corp"};
  CHECK(proxy_for(secure, Environment::of({}), settings) == "http://s:2");
  CHECK(proxy_for(plain, Environment::of({}), settings) == "http://s:1");
  CHECK(proxy_for(plain, Environment::of({{"HTTP_PROXY", "http://e:1"}}), settings) ==
        "http://e:1");
  CHECK(proxy_for(plain,
                  Environment::of({{"HTTP_PROXY", "http://e:1"}, {"http_proxy", "http://f:1"}}),
                  settings) == "http://f:1");
  CHECK(proxy_for(secure, Environment::of({{"ALL_PROXY", "http://a:1"}}), settings) ==
        "http://a:1");
  const Url exempt = Url::parse("https://x.exempt.corp/").value();
  CHECK(proxy_for(exempt, Environment::of({}), settings).empty());
  CHECK(proxy_for(exempt, Environment::of({{"NO_PROXY", "other"}}), settings) == "http://s:2");
  CHECK(proxy_for(secure, Environment::of({{"NO_PROXY", "h"}}), settings).empty());
}

TEST_CASE("a proxy is shown without its login", "[net]") {
  CHECK(proxy_place("http://u:p@proxy:3128") == "http://proxy:3128");
  CHECK(proxy_place("u:p@proxy:3128") == "proxy:3128");
  CHECK(proxy_place("proxy:3128") == "proxy:3128");
}
