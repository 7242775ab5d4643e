// SPDX-License-Identifier: MIT
// Servers that misbehave.
#include <unistd.h>

#include <algorithm>

#include "base/file.hpp"
#include "client_fixture.hpp"
#include "support/catch.hpp"

using namespace axle;
using namespace axle::test;

namespace {
FakeResponse failing(int status, std::string retry_after = {}) {
  FakeResponse response{.status = status, .body = "sorry"};
  if (!retry_after.empty()) response.headers.emplace_back("Retry-After", std::move(retry_after));
  return response;
}

FakeResponse with_fault(std::string body, FakeFault fault) {
  FakeResponse response{.body = std::move(body)};
  response.fault = std::move(fault);
  return response;
}

Error error_of(HttpClient& client, Request request) {
  const auto answer = client.send(std::move(request));
  REQUIRE_FALSE(answer);
  return answer.error();
}
}  // namespace

TEST_CASE("transient statuses are tried again, at most four times", "[net]") {  // I3
  FakeServer server;
  const int status = GENERATE(500, 502, 503, 504, 429, 408);
  server.serve("/page", json_page("{}"));
  CurlClient client(quick_options());
  SECTION("and then it works") {
    server.first("/page", {failing(status), failing(status, "0"), failing(status, "garbage")});
    const auto answer = client.send(get(server.url("/page")));
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(server.count("/page") == 4);
  }
  SECTION("and the last one is the answer") {
    server.serve("/page", failing(status));
    const auto answer = client.send(get(server.url("/page")));
    REQUIRE(answer);
    CHECK(answer->status == status);
    CHECK(status_failure(*answer).error().code == ErrorCode::http);
    CHECK(server.count("/page") == 4);
  }
}

TEST_CASE("a server's wish to wait is heeded, up to a minute", "[net]") {  // I3
  FakeServer server;
  server.serve("/page", json_page("{}"));
  CurlClient client(quick_options());
  SECTION("a second") {
    server.first("/page", {failing(503, "1")});
    const auto start = std::chrono::steady_clock::now();
    REQUIRE(client.send(get(server.url("/page"))));
    CHECK(std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(990));
  }
  SECTION("a day: an error at once that names the wait") {
    server.first("/page", {failing(503, GENERATE("86400", "Fri, 31 Dec 9999 23:59:59 GMT"))});
    const Error error = error_of(client, get(server.url("/page")));
    CHECK(error.kind == ErrorKind::network);
    CHECK(error.code == ErrorCode::http);
    CHECK(error.message.find("asks to wait") != std::string::npos);
    CHECK(server.count("/page") == 1);
  }
}

TEST_CASE("a connection that breaks is tried again, and then an error", "[net]") {  // I6, I19
  FakeServer server;
  FakeResponse broken;
  ErrorCode code = ErrorCode::net;
  SECTION("cut") { broken = with_fault("0123456789", {.cut_after = 3}); }
  SECTION("no answer") {
    broken = with_fault("x", {.raw = "\n"});
    code = ErrorCode::none;
  }
  SECTION("a body that is too short") { broken = with_fault("0123", {.claimed_length = 100}); }
  SECTION("cut chunks") {
    broken = with_fault("0123456789", {.cut_after = 8});
    broken.chunked = true;
  }
  SECTION("bad chunks") {
    broken = with_fault(
        "", {.raw = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nxx\r\n0\r\n\r\n"});
  }
  server.serve("/page", broken);
  CurlClient client(quick_options());
  const Error error = error_of(client, get(server.url("/page")));
  CHECK(error.kind == ErrorKind::network);
  if (code != ErrorCode::none) {
    CHECK(error.code == code);
  }
  CHECK(whole_text(error).find(server.url("/page")) != std::string::npos);

  server.serve("/page", json_page("whole"));
  server.first("/page", {broken, broken});
  server.forget_requests();
  if (error.code == ErrorCode::net) {
    const auto healed = client.send(get(server.url("/page")));
    REQUIRE(healed);
    CHECK(healed->body == "whole");
    CHECK(server.count("/page") == 3);
  }
}

TEST_CASE("what is no HTTP is an error at once", "[net]") {  // I19
  FakeServer server;
  const std::string raw =
      GENERATE("SSH-2.0-OpenSSH_9\r\n", "HTTP/9.9 banana\r\n\r\n", "<html>sign in</html>",
               "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
               "HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\nab",
               "HTTP/1.1 206 Partial Content\r\nContent-Length: 2\r\n\r\nab");
  server.serve("/page", with_fault("", {.raw = raw}));
  CurlClient client(quick_options());
  const Error error = error_of(client, get(server.url("/page")));
  CAPTURE(raw, error.message);
  CHECK(error.kind == ErrorKind::network);
}

TEST_CASE("a server that is not there is an error that says so", "[net]") {
  std::string url;
  {
    const FakeServer gone;
    url = gone.url("/page");
  }
  CurlClient client(quick_options());
  const Error error = error_of(client, get(url));
  CHECK(error.kind == ErrorKind::network);
  CHECK(error.code == ErrorCode::net);
  CHECK(error.message == "the request failed after 3 retries");
  CHECK(whole_text(error).find("could not connect") != std::string::npos);
}

TEST_CASE("slow and silent servers are not waited for", "[net]") {  // I4
  FakeServer server;
  ClientOptions options = quick_options();
  options.max_attempts = 1;
  Request request = get(server.url("/page"));
  std::string wanted;
  SECTION("no answer at all") {
    server.serve("/page", with_fault("x", {.delay = std::chrono::seconds(20)}));
    wanted = "nothing came for 0.4 s";
  }
  SECTION("a stall in the middle") {
    server.serve("/page", with_fault(std::string(100, 'x'), {.stall_after = 50}));
    wanted = "nothing came for 0.4 s";
  }
  SECTION("a byte now and then") {
    server.serve("/page", with_fault(std::string(10'000, 'x'),
                                     {.piece = 1, .piece_delay = std::chrono::milliseconds(20)}));
    wanted = "slower than 1 KB/s";
  }
  SECTION("in all too long") {
    server.serve("/page",
                 with_fault(std::string(10'000'000, 'x'),
                            {.piece = 2000, .piece_delay = std::chrono::milliseconds(10)}));
    request.total_timeout = std::chrono::milliseconds(700);
    wanted = "it took longer than 0.7 s";
  }
  CurlClient client(options);
  const auto start = std::chrono::steady_clock::now();
  const Error error = error_of(client, std::move(request));
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
  CHECK(error.kind == ErrorKind::network);
  CHECK(error.code == ErrorCode::net);
  CAPTURE(error.message);
  CHECK(error.message.find(wanted) != std::string::npos);
}

TEST_CASE("a body without end or beyond its limit is refused", "[net]") {  // I5
  FakeServer server;
  FakeResponse response{.body = std::string(100'000, 'x')};
  SECTION("announced") {}
  SECTION("chunked") { response.chunked = true; }
  SECTION("endless") { response.fault.endless = true; }
  SECTION("without length") { response.fault.no_length = true; }
  SECTION("a gzip bomb") {
    response.body = std::string(5'000'000, 'x');
    response.gzip = true;
  }
  server.serve("/page", response);
  CurlClient client(quick_options());
  Request request = get(server.url("/page"));
  request.max_body_bytes = 50'000;
  const Error error = error_of(client, std::move(request));
  CHECK(error.kind == ErrorKind::integrity);
  CHECK(error.code == ErrorCode::index_limit);
  CHECK(server.count("/page") == 1);
}

TEST_CASE("trailers without end are refused", "[net]") {
  FakeServer server;
  std::string raw = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n";
  SECTION("many") {
    for (int i = 0; i < 2000; ++i) raw += "X: y\r\n";
  }
  SECTION("long") {
    for (int i = 0; i < 500; ++i) raw += "X: " + std::string(1000, 'y') + "\r\n";
  }
  server.serve("/page", with_fault("", {.raw = raw}));
  CurlClient client(quick_options());
  std::string got;
  Request request = get(server.url("/page"));
  if (GENERATE(false, true)) {
    request.sink = [&](std::string_view bytes) {
      got += bytes;
      return SinkAnswer::more;
    };
  }
  const Error error = error_of(client, std::move(request));
  CHECK(error.kind == ErrorKind::integrity);
  CHECK(error.code == ErrorCode::index_limit);
  CHECK(error.message.find("trailers") != std::string::npos);
  CHECK(server.count("/page") == 1);
}

TEST_CASE("headers without end are refused", "[net]") {
  FakeServer server;
  std::string raw = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 5000; ++i)
    raw += "X-" + std::to_string(i) + ": " + std::string(100, 'y') + "\r\n";
  server.serve("/page", with_fault("", {.raw = raw + "\r\n"}));
  CurlClient client(quick_options());
  const Error error = error_of(client, get(server.url("/page")));
  CHECK((error.code == ErrorCode::index_limit || error.kind == ErrorKind::network));
}

TEST_CASE("encodings that were not asked for, or two, are refused", "[net]") {  // I5, I6
  FakeServer server;
  const std::string encoding = GENERATE("gzip, gzip", "br", "deflate", "zstd", "gzip");
  server.serve("/page", FakeResponse{.body = "not really gzip"}.with("Content-Encoding", encoding));
  CurlClient client(quick_options());
  Request request = get(server.url("/page"));
  if (encoding == "gzip" && GENERATE(true, false)) request.accept_gzip = false;
  const Error error = error_of(client, std::move(request));
  CHECK(error.kind == ErrorKind::integrity);
  CHECK(error.code == ErrorCode::index_format);
}

TEST_CASE("after a byte reached the sink, nothing is repeated", "[net]") {  // I7
  FakeServer server;
  server.serve("/wheel", with_fault(std::string(1000, 'x'), {.cut_after = 500}));
  CurlClient client(quick_options());
  Request request = get(server.url("/wheel"));
  std::size_t got = 0;
  request.sink = [&](std::string_view piece) {
    got += piece.size();
    return SinkAnswer::more;
  };
  const Error error = error_of(client, std::move(request));
  CHECK(error.code == ErrorCode::net);
  CHECK(got == 500);
  CHECK(server.count("/wheel") == 1);
}
