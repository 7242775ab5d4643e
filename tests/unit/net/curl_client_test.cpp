// SPDX-License-Identifier: MIT
#include "net/curl_client.hpp"

#include <atomic>
#include <memory>
#include <mutex>
#include <thread>

#include "client_fixture.hpp"
#include "support/catch.hpp"

using namespace axle;
using namespace axle::test;

TEST_CASE("a page is fetched, with our name and for gzip", "[net]") {
  FakeServer server;
  FakeResponse page = json_page("{\"files\": []}");
  page.gzip = GENERATE(false, true);
  page.chunked = GENERATE(false, true);
  server.serve("/simple/a/", page);
  CurlClient client(quick_options());
  const auto answer = client.send(get(server.url("/simple/a/")));
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->body == "{\"files\": []}");
  CHECK(answer->headers.find("content-type") == "application/vnd.pypi.simple.v1+json");
  CHECK(answer->final_url.to_string() == server.url("/simple/a/"));
  const auto requests = server.requests();
  REQUIRE(requests.size() == 1);
  CHECK(requests[0].header("user-agent").starts_with("axle/"));
  CHECK(requests[0].header("accept-encoding") == "gzip");
  CHECK(requests[0].header("authorization").empty());
}

TEST_CASE("many requests share the connections", "[net]") {
  FakeServer server;
  for (int i = 0; i < 60; ++i) server.serve("/p" + std::to_string(i), json_page(std::to_string(i)));
  CurlClient client(quick_options());
  std::vector<Pending> pending;
  for (int i = 0; i < 60; ++i)
    pending.push_back(client.start(get(server.url("/p" + std::to_string(i)))));
  for (int i = 0; i < 60; ++i) {
    const auto answer = pending[static_cast<std::size_t>(i)].wait();
    REQUIRE(answer);
    CHECK(answer->body == std::to_string(i));
  }
  CHECK(server.connections() <= quick_options().max_per_host);
}

TEST_CASE("a client that is never used starts nothing, and one that goes ends its requests",
          "[net]") {
  {
    const CurlClient unused(quick_options());
  }
  FakeServer server;
  server.serve("/stall", FakeResponse{.body = std::string(100, 'x'), .fault = {.stall_after = 10}});
  ClientOptions options = quick_options();
  options.idle_timeout = std::chrono::seconds(60);
  auto client = std::make_unique<CurlClient>(options);
  Pending pending = client->start(get(server.url("/stall")));
  Pending forgotten = client->start(get(server.url("/stall")));
  client.reset();
  const auto answer = pending.wait();
  REQUIRE_FALSE(answer);
  CHECK(answer.error().kind == ErrorKind::cancelled);
}

TEST_CASE("a sink takes the body in pieces, can pause it and can stop it", "[net]") {
  FakeServer server;
  std::string bytes;
  for (int i = 0; i < 200'000; ++i) bytes += static_cast<char>('a' + i % 26);
  server.serve_file("/wheel", bytes);
  CurlClient client(quick_options());
  Request request = get(server.url("/wheel"));
  request.large = true;

  SECTION("whole, after many pauses") {
    std::mutex mutex;
    std::string got;
    unsigned calls = 0;
    std::atomic<bool> paused = false;
    request.sink = [&](std::string_view piece) {
      const std::lock_guard lock(mutex);
      if (++calls % 2 == 1) {
        paused = true;
        return SinkAnswer::pause;
      }
      got += piece;
      return SinkAnswer::more;
    };
    std::optional<Response> head;
    request.on_head = [&](const Response& given) {
      head = given;
      return true;
    };
    Pending pending = client.start(std::move(request));
    for (int i = 0; i < 20'000 && !pending.is_ready(); ++i) {
      if (paused.exchange(false)) pending.resume();
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    const auto answer = pending.wait();
    REQUIRE(answer);
    CHECK(answer->body.empty());
    CHECK(got == bytes);
    REQUIRE(head);
    CHECK(head->headers.find("Content-Length") == "200000");
  }
  SECTION("stopped: what came is the answer") {
    std::size_t got = 0;
    request.sink = [&](std::string_view piece) {
      got += piece.size();
      return SinkAnswer::stop;
    };
    const auto answer = client.send(std::move(request));
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(got > 0);
    CHECK(got < bytes.size());
  }
  SECTION("a pause is not idleness") {
    ClientOptions options = quick_options();
    options.idle_timeout = std::chrono::milliseconds(150);
    CurlClient impatient(options);
    std::size_t got = 0;
    std::atomic<bool> free = false;
    request.sink = [&](std::string_view piece) {
      if (!free) return SinkAnswer::pause;
      got += piece.size();
      return SinkAnswer::more;
    };
    Pending pending = impatient.start(std::move(request));
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    free = true;
    pending.resume();
    REQUIRE(pending.wait());
    CHECK(got == bytes.size());
  }
}

TEST_CASE("a request that is dropped calls nobody back", "[net]") {
  FakeServer server;
  server.serve("/slow",
               FakeResponse{.body = std::string(1 << 20, 'x'),
                            .fault = {.piece = 1024, .piece_delay = std::chrono::milliseconds(1)}});
  CurlClient client(quick_options());
  for (int i = 0; i < 20; ++i) {
    auto alive = std::make_unique<std::atomic<int>>(0);
    Request request = get(server.url("/slow"));
    request.sink = [counter = alive.get()](std::string_view) {
      ++*counter;
      return SinkAnswer::more;
    };
    request.on_done = [counter = alive.get()] { ++*counter; };
    {
      const Pending pending = client.start(std::move(request));
      std::this_thread::sleep_for(std::chrono::milliseconds(i));
    }
    alive.reset();  // a sanitizer sees a late call
  }
}

TEST_CASE("a range is asked for, and checked", "[net]") {
  FakeServer server;
  server.serve_file("/wheel", "0123456789");
  CurlClient client(quick_options());
  const auto [range, header, wanted] = GENERATE(table<ByteRange, std::string, std::string>({
      {ByteRange::between(2, 4), "bytes=2-4", "234"},
      {ByteRange::from(7), "bytes=7-", "789"},
      {ByteRange::suffix(2), "bytes=-2", "89"},
      {ByteRange::suffix(200), "bytes=-200", "0123456789"},
      {ByteRange::between(8, 400), "bytes=8-400", "89"},
  }));
  Request request = get(server.url("/wheel"));
  request.range = range;
  const auto answer = client.send(std::move(request));
  REQUIRE(answer);
  CHECK(answer->status == 206);
  CHECK(answer->body == wanted);
  CHECK(server.requests()[0].header("range") == header);
  CHECK(server.requests()[0].header("accept-encoding") == "identity");
}

TEST_CASE("a server that lies about ranges is found out", "[net]") {
  FakeServer server;
  FakeResponse lie{.status = 206, .body = "234"};
  SECTION("shifted") { lie.headers = {{"Content-Range", "bytes 3-5/10"}}; }
  SECTION("none stated") {}
  SECTION("garbage") { lie.headers = {{"Content-Range", "bytes 2-4"}}; }
  SECTION("longer than asked") { lie.headers = {{"Content-Range", "bytes 2-9/10"}}; }
  SECTION("another length") { lie.headers = {{"Content-Range", "bytes 2-3/10"}}; }
  SECTION("changed meanwhile") {
    lie.headers = {{"Content-Range", "bytes 2-4/10"}, {"ETag", "\"new\""}};
  }
  server.serve("/wheel", lie);
  CurlClient client(quick_options());
  Request request = get(server.url("/wheel"));
  request.range = ByteRange::between(2, 4);
  request.if_range = "\"old\"";
  bool sunk = false;
  request.sink = [&](std::string_view) {
    sunk = true;
    return SinkAnswer::more;
  };
  const auto answer = client.send(std::move(request));
  REQUIRE_FALSE(answer);
  CHECK(answer.error().kind == ErrorKind::network);
  CHECK(answer.error().code == ErrorCode::http);
  CHECK_FALSE(sunk);
}

TEST_CASE("statuses are answers, and have an error form", "[net]") {
  FakeServer server;
  const auto [status, kind, code] = GENERATE(table<int, ErrorKind, ErrorCode>({
      {404, ErrorKind::not_found, ErrorCode::http},
      {401, ErrorKind::credentials, ErrorCode::auth},
      {403, ErrorKind::credentials, ErrorCode::auth},
      {418, ErrorKind::network, ErrorCode::http},
  }));
  server.serve("/x", FakeResponse{.status = status, .body = "no"});
  CurlClient client(quick_options());
  const auto answer = client.send(get(server.url_with_login("me:canary", "/x")));
  REQUIRE(answer);
  CHECK(answer->status == status);
  CHECK(answer->body == "no");
  CHECK(server.count("/x") == 1);
  const Error error = status_failure(*answer).error();
  CHECK(error.kind == kind);
  CHECK(error.code == code);
  CHECK(error.message.find("`" + server.url("/x") + "`") != std::string::npos);
  CHECK(whole_text(error).find("canary") == std::string::npos);
}

TEST_CASE("HEAD has headers and no body", "[net]") {
  FakeServer server;
  server.serve_file("/wheel", "0123456789");
  CurlClient client(quick_options());
  Request request = get(server.url("/wheel"));
  request.method = "HEAD";
  request.max_body_bytes = 1;
  const auto answer = client.send(std::move(request));
  REQUIRE(answer);
  CHECK(answer->body.empty());
  CHECK(answer->headers.find("content-length") == "10");
}
