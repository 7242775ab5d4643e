// SPDX-License-Identifier: MIT
// HTTP/2 beside HTTP/1.1, and what may go wrong with its streams.
#include <deque>
#include <optional>

#include "base/file.hpp"
#include "client_fixture.hpp"
#include "h2_server.hpp"
#include "support/catch.hpp"
#include "support/temp_tree.hpp"

using namespace axle;
using namespace axle::test;

namespace {

/// Bytes that tell where they belong: a piece that is missing, doubled or displaced shows.
std::string numbered(std::size_t size) {
  std::string body;
  body.reserve(size + 8);
  for (std::uint32_t i = 0; body.size() < size; ++i) {
    const std::uint32_t mixed = i * 2654435761U;
    for (int shift = 0; shift < 32; shift += 8) body += static_cast<char>(mixed >> shift);
  }
  body.resize(size);
  return body;
}

struct H2World {
  TempTree tree;
  std::string body = numbered(300'000);
  H2Server server{body};
  ClientOptions options = quick_options();

  H2World() {
    options.idle_timeout = std::chrono::seconds(5);
    options.environment =
        Environment::of({{"SSL_CERT_FILE", tree.write("ca.pem", server.authority_pem()).string()}});
  }
  Request ask(bool large = false) {
    Request request = get(server.url("/file"));
    request.large = large;
    return request;
  }
};

}  // namespace

TEST_CASE("requests for HTTP/2 and for HTTP/1.1 do not get into each other's way", "[net]") {
  H2World world;
  CurlClient client(world.options);
  std::deque<Pending> pending;
  for (int i = 0; i < 60; ++i) pending.push_back(client.start(world.ask(i % 4 == 0)));
  for (Pending& one : pending) {
    const auto answer = one.wait();
    REQUIRE(answer);
    CHECK(answer->body == world.body);
  }
  CHECK(world.server.streams() == 45);
  CHECK(world.server.plain_requests() == 15);
}

TEST_CASE("a stream that goes wrong is asked for again", "[net]") {
  H2World world;
  H2Fault fault;
  fault.kind = GENERATE(H2Fault::Kind::reset, H2Fault::Kind::goaway, H2Fault::Kind::cut,
                        H2Fault::Kind::nonsense);
  fault.after = GENERATE(0U, 100'000U);
  CAPTURE(static_cast<int>(fault.kind), fault.after);
  world.server.first({fault, fault});
  CurlClient client(world.options);
  const auto answer = client.send(world.ask());
  REQUIRE(answer);
  CHECK(answer->body == world.body);
  CHECK(world.server.streams() == 3);
  CHECK(world.server.connections() == 3);  // none of the spoilt ones was used again
}

TEST_CASE("streams that share a connection with one that ends it are asked for again", "[net]") {
  H2World world;
  world.server.first({{}, {}, {.kind = H2Fault::Kind::goaway, .after = 50'000}});
  CurlClient client(world.options);
  std::deque<Pending> pending;
  for (int i = 0; i < 12; ++i) pending.push_back(client.start(world.ask()));
  for (Pending& one : pending) {
    const auto answer = one.wait();
    REQUIRE(answer);
    CHECK(answer->body == world.body);
  }
}

TEST_CASE("a server that resets every stream is given up", "[net]") {
  H2World world;
  world.server.first(std::deque<H2Fault>(10, {.kind = H2Fault::Kind::reset}));
  CurlClient client(world.options);
  const auto answer = client.send(world.ask());
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == ErrorCode::net);
  CHECK(world.server.streams() == 4);
}

TEST_CASE("what has reached a sink is not repeated behind its back", "[net]") {
  H2World world;
  world.server.first({{.kind = H2Fault::Kind::reset, .after = 100'000}});
  CurlClient client(world.options);
  std::string got;
  Request request = world.ask();
  request.sink = [&](std::string_view bytes) {
    got += bytes;
    return SinkAnswer::more;
  };
  CHECK_FALSE(client.send(std::move(request)));
  CHECK_FALSE(got.empty());
  CHECK(world.body.starts_with(got));
  CHECK(world.server.streams() == 1);
}
