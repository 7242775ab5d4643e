// SPDX-License-Identifier: MIT
// The whole way: a server, libcurl, the cache.
#include <fmt/format.h>

#include "axle/base/reporter.hpp"
#include "axle/fetch/fetch.hpp"
#include "base/sha256.hpp"
#include "cache/cache.hpp"
#include "net/curl_client.hpp"
#include "support/catch.hpp"
#include "support/fake_server.hpp"
#include "support/temp_tree.hpp"
#include "support/wheel_builder.hpp"

namespace axle::test {
namespace {

std::string noise(std::size_t size) {
  std::string text;
  std::uint32_t state = 7;
  while (text.size() < size) {
    state = state * 1664525 + 1013904223;
    text += static_cast<char>(state >> 24);
  }
  return text;
}

ClientOptions quick_options() {
  ClientOptions options;
  options.first_backoff = std::chrono::milliseconds(1);
  options.environment = Environment::of({});
  return options;
}

struct Network {
  TempTree place;
  Cache cache = *Cache::open(place / "cache");
  FakeServer server;
  CurlClient client{quick_options()};
  NullReporter reporter;

  WheelToFetch serve(const WheelBuilder& builder) {
    const std::string bytes = builder.bytes(), path = "/files/" + builder.filename();
    server.serve_file(path, bytes);
    return {*WheelFilename::parse(builder.filename()),
            builder.filename(),
            server.url(path),
            {},
            {{DigestAlgorithm::sha256, sha256_hex(bytes)}},
            bytes.size(),
            "",
            true};
  }
  Result<std::vector<StoredWheel>> fetch(const std::vector<WheelToFetch>& wheels) {
    const FetchServices services{&client, cache, reporter, 2, 8, false, false};
    return fetch_wheels(wheels, services);
  }
};

}  // namespace

TEST_CASE("many wheels come over a real connection", "[network]") {
  Network network;
  std::vector<WheelToFetch> wheels;
  for (int i = 0; i < 12; ++i) {
    const std::string name = fmt::format("demo{}", i);
    wheels.push_back(network.serve(WheelBuilder(name, "1.0")
                                       .file(name + "/noise.bin", noise(std::size_t(i) * 200'000))
                                       .file(name + "/__init__.py", "x")));
  }
  const auto stored = network.fetch(wheels);
  if (!stored) FAIL(stored.error().message);
  CHECK(network.server.requests().size() == 12);
  for (std::size_t i = 0; i < 12; ++i)
    CHECK(read_text((*stored)[i].tree / fmt::format("demo{}/noise.bin", i)) == noise(i * 200'000));
  network.server.forget_requests();
  REQUIRE(network.fetch(wheels));
  CHECK(network.server.requests().empty());
}

TEST_CASE("a connection that breaks is taken up again by a range", "[network]") {
  Network network;
  const WheelBuilder builder = WheelBuilder("demo", "1.0").file("demo.bin", noise(3 << 20));
  const WheelToFetch wheel = network.serve(builder);
  const std::string path = "/files/" + builder.filename();
  FakeResponse broken{.body = builder.bytes(), .headers = {{"ETag", "\"one\""}}};
  broken.fault.cut_after = 1 << 20;
  network.server.serve(path, [&](const FakeRequest&) {
    FakeResponse whole{.body = builder.bytes(), .headers = {{"ETag", "\"one\""}}, .ranges = true};
    return whole;
  });
  network.server.first(path, {broken});
  const auto stored = network.fetch({wheel});
  if (!stored) FAIL(stored.error().message);
  const auto requests = network.server.requests();
  REQUIRE(requests.size() == 2);
  CHECK(requests[1].header("range").starts_with("bytes="));
  CHECK(requests[1].header("if-range") == "\"one\"");
  CHECK(read_text((*stored)[0].tree / "demo.bin") == noise(3 << 20));
}

TEST_CASE("a server's refusal names the wheel", "[network]") {
  Network network;
  WheelToFetch wheel = network.serve(WheelBuilder("demo", "1.0").file("demo.py", "x"));
  wheel.url = network.server.url("/nowhere/demo-1.0-py3-none-any.whl");
  const auto stored = network.fetch({wheel});
  REQUIRE_FALSE(stored);
  CHECK(stored.error().message == "could not download `demo-1.0-py3-none-any.whl`");
  CHECK(stored.error().kind == ErrorKind::network);
}

}  // namespace axle::test
