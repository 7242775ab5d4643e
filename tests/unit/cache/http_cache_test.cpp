// SPDX-License-Identifier: MIT
#include "cache/http_cache.hpp"

#include "base/file.hpp"
#include "cache/cache_control.hpp"
#include "cache/stored_response.hpp"
#include "net/curl_client.hpp"
#include "support/catch.hpp"
#include "support/fake_server.hpp"
#include "support/temp_tree.hpp"

using namespace axle;
using namespace axle::test;

namespace {

class SetClock final : public Clock {
 public:
  std::chrono::system_clock::time_point now() const override {
    return std::chrono::system_clock::time_point(std::chrono::seconds(seconds));
  }
  std::int64_t seconds = 1'800'000'000;
};

/// A cache, a server and a client; each `ask` is one request of `/page` through the cache.
struct Fixture {
  TempTree tree;
  FakeServer server;
  SetClock clock;
  Cache cache = Cache::open(tree / "cache").value();
  HttpCache http_cache{cache, clock};
  CurlClient client{[] {
    ClientOptions options;
    options.environment = Environment::of({});
    options.first_backoff = std::chrono::milliseconds(1);
    return options;
  }()};
  fs::path entry = cache.bucket("index-v1") / "0123" / "page";

  Request request() const {
    Request asked;
    asked.url = Url::parse(server.url("/page")).value();
    return asked;
  }
  Result<CachedResponse> ask(const CachePolicy& policy = {}) {
    return http_cache.send(&client, request(), entry, policy);
  }
  void serve(const std::string& body, std::vector<std::pair<std::string, std::string>> headers) {
    FakeResponse response{.body = body};
    response.headers = std::move(headers);
    server.serve("/page", std::move(response));
  }
};

}  // namespace

TEST_CASE("directives of Cache-Control", "[cache]") {
  using C = CacheControl;
  const auto [text, wanted] = GENERATE(table<std::string, C>({
      {"", C{}},
      {"max-age=600, public", C{.max_age = 600}},
      {"Max-Age = 600", C{.max_age = 600}},
      {"max-age=\"600\"", C{.max_age = 600}},
      {"max-age=600, max-age=5", C{.max_age = 5}},
      {"max-age=ten", C{.max_age = 0}},
      {"max-age=-1", C{.max_age = 0}},
      {"max-age", C{.max_age = 0}},
      {"max-age=99999999999999999999999", C{.max_age = std::int64_t{1} << 31}},
      {"no-store", C{.max_age = {}, .no_store = true}},
      {"private=\"a, no-store\", no-cache=\"set-cookie\",must-revalidate",
       C{.max_age = {}, .no_cache = true, .must_revalidate = true}},
      {",,;=,\"", C{}},
  }));
  CAPTURE(text);
  CHECK(CacheControl::parse(text) == wanted);
}

TEST_CASE("a fresh answer is not asked for again, a stale one is, on condition", "[cache]") {
  Fixture f;
  f.serve("hello",
          {{"Cache-Control", "max-age=600"}, {"ETag", "\"v1\""}, {"Content-Type", "text/html"}});
  const auto first = f.ask();
  REQUIRE(first);
  CHECK_FALSE(first->from_cache());
  CHECK(first->payload() == "hello");

  f.clock.seconds += 599;
  const auto second = f.ask();
  REQUIRE(second);
  CHECK(second->from_cache());
  CHECK(second->payload() == "hello");
  CHECK(second->content_type() == "text/html");
  CHECK(second->final_url() == f.server.url("/page"));
  CHECK(f.server.requests().size() == 1);

  f.clock.seconds += 1;
  const auto third = f.ask();
  REQUIRE(third);
  CHECK(third->from_cache());
  CHECK(third->status == 200);
  CHECK(third->payload() == "hello");
  REQUIRE(f.server.requests().size() == 2);
  CHECK(f.server.requests()[1].header("if-none-match") == "\"v1\"");

  // The 304 made it fresh again.
  f.clock.seconds += 599;
  REQUIRE(f.ask());
  CHECK(f.server.requests().size() == 2);

  f.clock.seconds += 1;
  f.serve("changed", {{"ETag", "\"v2\""}});
  const auto changed = f.ask();
  REQUIRE(changed);
  CHECK(changed->payload() == "changed");
}

TEST_CASE("what makes an answer fresh or stale", "[cache]") {  // RFC 9111, 4.2
  Fixture f;
  using Headers = std::vector<std::pair<std::string, std::string>>;
  // The clock stands at Fri, 15 Jan 2027 08:00:00 GMT.
  const auto [headers, later, is_fresh] = GENERATE(table<Headers, int, bool>({
      {{{"Cache-Control", "max-age=600"}}, 0, true},
      {{{"Cache-Control", "max-age=600"}}, 600, false},
      {{{"Cache-Control", "max-age=600"}}, -1, false},  // the clock was set back
      {{{"Cache-Control", "max-age=600"}, {"Age", "590"}}, 9, true},
      {{{"Cache-Control", "max-age=600"}, {"Age", "590"}}, 10, false},
      {{{"Cache-Control", "max-age=600"}, {"Date", "Fri, 15 Jan 2027 07:55:00 GMT"}}, 299, true},
      {{{"Cache-Control", "max-age=600"}, {"Date", "Fri, 15 Jan 2027 07:55:00 GMT"}}, 300, false},
      {{{"Cache-Control", "max-age=600"}, {"Date", "Fri, 15 Jan 2027 09:00:00 GMT"}}, 599, true},
      {{{"Cache-Control", "max-age=600, no-cache"}}, 0, false},
      {{{"Cache-Control", "max-age=600, must-revalidate"}}, 599, true},
      {{{"Expires", "Fri, 15 Jan 2027 08:10:00 GMT"}}, 599, true},
      {{{"Expires", "Fri, 15 Jan 2027 08:10:00 GMT"}}, 600, false},
      {{{"Expires", "0"}}, 0, false},
      {{{"Expires", "Fri, 15 Jan 2027 08:10:00 GMT"}, {"Cache-Control", "max-age=5"}}, 6, false},
      {{}, 0, false},  // no heuristics
  }));
  Headers all = headers;
  all.emplace_back("ETag", "\"v\"");
  f.serve("x", all);
  REQUIRE(f.ask());
  f.clock.seconds += later;
  const auto stored = f.http_cache.find(f.entry, f.server.url("/page"));
  REQUIRE(stored);
  CHECK(f.http_cache.is_fresh(*stored, {}) == is_fresh);
}

TEST_CASE("what may not be kept is not", "[cache]") {
  Fixture f;
  SECTION("no-store") { f.serve("x", {{"Cache-Control", "no-store, max-age=600"}}); }
  SECTION("Vary: *") { f.serve("x", {{"Vary", "*"}, {"Cache-Control", "max-age=600"}}); }
  SECTION("an error") { f.server.serve("/page", FakeResponse{.status = 404}); }
  REQUIRE(f.ask());
  CHECK_FALSE(path_exists(f.entry));
}

TEST_CASE("an index's cache-control replaces the server's", "[cache]") {
  Fixture f;
  f.serve("x", {{"Cache-Control", "no-store"}, {"ETag", "\"v\""}});
  const CachePolicy policy{.cache_control = "max-age=365000000, immutable, public"};
  REQUIRE(f.ask(policy));
  REQUIRE(f.ask(policy));
  CHECK(f.server.requests().size() == 1);
  REQUIRE(f.ask());  // without it, what the server said counts again
  CHECK(f.server.requests().size() == 2);
}

TEST_CASE("refresh asks about what is fresh, offline uses what is stale", "[cache]") {
  Fixture f;
  f.serve("x", {{"Cache-Control", "max-age=600"}, {"ETag", "\"v\""}});
  const auto absent = f.http_cache.send(nullptr, f.request(), f.entry, {.offline = true});
  REQUIRE_FALSE(absent);
  CHECK(absent.error().code == ErrorCode::offline);
  CHECK(absent.error().kind == ErrorKind::network);
  REQUIRE(f.ask());
  const auto refreshed = f.ask({.refresh = true});
  REQUIRE(refreshed);
  CHECK(refreshed->from_cache());
  REQUIRE(f.server.requests().size() == 2);
  CHECK(f.server.requests()[1].header("cache-control") == "no-cache");
  f.clock.seconds += 100'000;
  const auto offline = f.http_cache.send(nullptr, f.request(), f.entry, {.offline = true});
  REQUIRE(offline);
  CHECK(offline->payload() == "x");
  CHECK(f.server.requests().size() == 2);
}

TEST_CASE("a damaged entry, or one of another URL, is absent", "[cache]") {
  Fixture f;
  f.serve("some text", {{"Cache-Control", "max-age=600"}, {"ETag", "\"v\""}});
  REQUIRE(f.ask());
  const std::string good = read_text(f.entry);
  CHECK(f.http_cache.find(f.entry, f.server.url("/page")));
  CHECK_FALSE(f.http_cache.find(f.entry, f.server.url("/other")));
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    REQUIRE_FALSE(read_stored_response(bad));
    REQUIRE_FALSE(read_stored_response(good.substr(0, i)));
  }
  CHECK_FALSE(read_stored_response(good + "x"));
  REQUIRE(write_file_quickly(f.entry, good.substr(0, good.size() - 1)));
  const auto healed = f.ask();
  REQUIRE(healed);
  CHECK_FALSE(healed->from_cache());
  CHECK(read_text(f.entry) == good);
}

TEST_CASE("a payload of the caller's own is kept instead of the body", "[cache]") {
  Fixture f;
  f.serve("body", {{"Cache-Control", "max-age=600"}});
  const CachePolicy policy{.store_body = false};
  const auto answer = f.ask(policy);
  REQUIRE(answer);
  CHECK_FALSE(path_exists(f.entry));
  f.http_cache.store(f.entry, f.server.url("/page"), answer->response, "parsed", policy);
  const auto again = f.ask(policy);
  REQUIRE(again);
  CHECK(again->payload() == "parsed");
}

TEST_CASE("a login in the URL is not in the cache", "[cache]") {
  Fixture f;
  f.serve("x", {{"Cache-Control", "max-age=600"}});
  Request request;
  request.url = Url::parse(f.server.url_with_login("me:canary", "/page")).value();
  REQUIRE(f.http_cache.send(&f.client, std::move(request), f.entry, {}));
  CHECK(f.server.requests()[0].header("authorization").starts_with("Basic "));
  CHECK(read_text(f.entry).find("canary") == std::string::npos);
  REQUIRE(f.ask());
  CHECK(f.server.requests().size() == 1);
}
