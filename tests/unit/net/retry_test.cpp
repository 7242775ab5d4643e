// SPDX-License-Identifier: MIT
#include "net/retry.hpp"

#include "axle/base/environment.hpp"
#include "net/gzip_body.hpp"
#include "net/http_client.hpp"
#include "net/proxy.hpp"
#include "net/tls_roots.hpp"
#include "support/catch.hpp"
#include "support/temp_tree.hpp"

using namespace axle;
using namespace axle::test;

TEST_CASE("HTTP dates", "[net]") {
  CHECK(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT") == 784111777);
  const std::string bad =
      GENERATE("", "0", "Sun, 31 Feb 2000 00:00:00 GMT", "Sun, 06 Nov 1994 08:49:37",
               "Sun, 06 Nov 1994 25:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
               "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT ,");
  CHECK_FALSE(parse_http_date(bad));
}

TEST_CASE("Retry-After", "[net]") {
  const auto now = std::chrono::system_clock::time_point(std::chrono::seconds(784111777));
  const auto [text, wanted] =
      GENERATE(table<std::string, std::optional<std::chrono::milliseconds>>({
          {"0", std::chrono::seconds(0)},
          {" 120 ", std::chrono::seconds(120)},
          {"99999999999999999999999", std::chrono::seconds(366 * 86400)},
          {"Sun, 06 Nov 1994 08:50:37 GMT", std::chrono::seconds(60)},
          {"Sun, 06 Nov 1994 08:00:00 GMT", std::chrono::seconds(0)},
          {"Fri, 31 Dec 9999 23:59:59 GMT", std::chrono::seconds(366 * 86400)},
          {"soon", std::nullopt},
          {"-5", std::nullopt},
          {"1.5", std::nullopt},
          {"", std::nullopt},
      }));
  CHECK(parse_retry_after(text, now) == wanted);
}

TEST_CASE("waits double and vary", "[net]") {
  using std::chrono::milliseconds;
  CHECK(backoff(2, milliseconds(500), 0) == milliseconds(500));
  CHECK(backoff(3, milliseconds(500), 0) == milliseconds(1000));
  CHECK(backoff(4, milliseconds(500), 1000) == milliseconds(1000));
  CHECK(backoff(1000, milliseconds(500), 0) == milliseconds(32000));
  CHECK(backoff(2, milliseconds(0), 7) == milliseconds(0));
  for (std::uint64_t random = 0; random < 2000; random += 7) {
    CHECK(backoff(2, milliseconds(500), random) >= milliseconds(250));
    CHECK(backoff(2, milliseconds(500), random) <= milliseconds(500));
  }
}

TEST_CASE("Content-Range", "[net]") {
  const auto whole = ContentRange::parse("bytes 0-99/1234");
  REQUIRE(whole);
  CHECK(whole->last == 99);
  CHECK(whole->total == 1234U);
  CHECK_FALSE(ContentRange::parse("Bytes 5-5/*")->total);
  const std::string bad =
      GENERATE("", "bytes", "bytes 1-0/5", "bytes 0-5/5", "bytes */5", "bytes 0-1", "bytes 0-1/",
               "items 0-1/2", "bytes 0-1/2 x", "bytes -1-2/3", "bytes 0-99999999999999999999/*");
  CHECK_FALSE(ContentRange::parse(bad));
}

TEST_CASE("proxies by the environment", "[net]") {
  using Variables = std::map<std::string, std::string>;
  const auto [variables, url, wanted] = GENERATE(table<Variables, std::string, std::string>({
      {{}, "https://h/", ""},
      {{{"HTTPS_PROXY", "http://p:1"}}, "https://h/", "http://p:1"},
      {{{"HTTPS_PROXY", "http://p:1"}}, "http://h/", ""},
      {{{"http_proxy", "http://small"}, {"HTTP_PROXY", "http://big"}}, "http://h/", "http://small"},
      {{{"HTTP_PROXY", "http://p"}, {"REQUEST_METHOD", "GET"}}, "http://h/", ""},
      {{{"ALL_PROXY", "socks5h://p"}}, "https://h/", "socks5h://p"},
      {{{"ALL_PROXY", "http://p"}, {"NO_PROXY", "*"}}, "https://h/", ""},
      {{{"ALL_PROXY", "http://p"}, {"NO_PROXY", "x, H"}}, "https://h/", ""},
      {{{"ALL_PROXY", "http://p"}, {"NO_PROXY", ".corp"}}, "https://a.corp/", ""},
      {{{"ALL_PROXY", "http://p"}, {"NO_PROXY", "*.corp"}}, "https://a.corp/", ""},
      {{{"ALL_PROXY", "http://p"}, {"NO_PROXY", "corp"}}, "https://notcorp/", "http://p"},
      {{{"ALL_PROXY", "http://p"}, {"NO_PROXY", "h:444"}}, "https://h/", "http://p"},
      {{{"ALL_PROXY", "http://p"}, {"NO_PROXY", "h:443"}}, "https://h/", ""},
      {{{"ALL_PROXY", "http://p"}, {"NO_PROXY", "::1"}}, "https://[::1]/", ""},
  }));
  CAPTURE(url);
  CHECK(proxy_for(Url::parse(url).value(), Environment::of(variables)) == wanted);
}

TEST_CASE("certificates that are named count alone, and must be there", "[net]") {
  const TempTree tree;
  const std::string file = tree.write("ca.pem", "x").string();
  const auto named = find_tls_roots(Environment::of({{"SSL_CERT_FILE", file}}));
  REQUIRE(named);
  CHECK(named->file == file);
  CHECK(named->directory.empty());
  for (const char* variable : {"SSL_CERT_FILE", "SSL_CERT_DIR"}) {
    const auto missing = find_tls_roots(Environment::of({{variable, "/nowhere/x"}}));
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == ErrorCode::tls);
    CHECK(missing.error().kind == ErrorKind::network);
  }
  CHECK(find_tls_roots(Environment::of({})));
}

TEST_CASE("gzip bodies are bound by what they hold, not by what they claim", "[net]") {
  // "aaa…" (1000 times), as gzip -9 writes it.
  const std::string small(
      "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff\x4b\x4c\x1c\x05\xa3\x60\x14\x0c\x77\x00"
      "\x00\x03\xda\x38\x9a\xe8\x03\x00\x00",
      29);
  CHECK(decode_gzip(small, 5000).value() == std::string(1000, 'a'));
  CHECK(decode_gzip(small, 1000).value().size() == 1000);
  CHECK(decode_gzip(small + small, 5000).value() == std::string(2000, 'a'));
  for (const std::string& bomb : {small, small + small}) {
    const auto decoded = decode_gzip(bomb, 999);
    REQUIRE_FALSE(decoded);
    CHECK(decoded.error().code == ErrorCode::index_limit);
  }
  CHECK_FALSE(decode_gzip(small + small, 1999));
  std::string lying = small;
  lying.replace(25, 4, "\xff\xff\xff\xff");
  CHECK_FALSE(decode_gzip(lying, std::uint64_t{1} << 33));
  CHECK_FALSE(decode_gzip(small + "tail", 5000));
  const auto damaged = decode_gzip(std::string_view(small).substr(0, 20), 5000);
  REQUIRE_FALSE(damaged);
  CHECK(damaged.error().code == ErrorCode::index_format);
  CHECK_FALSE(decode_gzip("", 5000));
  CHECK_FALSE(decode_gzip(std::string(40, 'x'), 5000));
}
