// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace axle::test {

/// A request as the server saw it.
struct FakeRequest {
  std::string method;
  std::string path;                            ///< percent-encoded, without the query
  std::string query;                           ///< without `?`
  std::map<std::string, std::string> headers;  ///< names in lower case
  unsigned connection = 0;                     ///< which connection it came on, from 0

  /// The value of a header, empty if it was not sent. `name` in lower case.
  std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
  }
};

/// What goes wrong while a response is sent.
struct FakeFault {
  /// Close the connection after so many bytes of body.
  std::optional<std::size_t> cut_after = {};
  /// Send so many bytes of body, then nothing; the connection stays open until the client goes.
  std::optional<std::size_t> stall_after = {};
  std::chrono::milliseconds delay{0};                ///< before the status line
  std::size_t piece = 0;                             ///< bytes sent at a time; 0: all at once
  std::chrono::milliseconds piece_delay{0};          ///< between two pieces
  std::optional<std::uint64_t> claimed_length = {};  ///< Content-Length, whatever the body has
  bool endless = false;    ///< repeat the body, chunked, until the client goes
  bool no_length = false;  ///< neither length nor chunks: the end is the close
  std::string raw = {};    ///< these bytes instead of any response, then close
};

/// A response. Content-Length (or chunks) and Connection are added when it is sent.
struct FakeResponse {
  int status = 200;
  std::string body = {};
  std::vector<std::pair<std::string, std::string>> headers = {};
  bool chunked = false;
  bool gzip = false;    ///< compress, and say so, if the client accepts it
  bool ranges = false;  ///< answer Range (single ranges) with 206, If-Range by `ETag`, else 416
  FakeFault fault = {};

  FakeResponse&& with(std::string name, std::string value) && {
    headers.emplace_back(std::move(name), std::move(value));
    return std::move(*this);
  }
};

using FakeHandler = std::function<FakeResponse(const FakeRequest&)>;

/// An HTTP/1.1 server on 127.0.0.1, on a port of its own, in threads of its own. It keeps
/// connections alive, and remembers what it was asked. Gone when it is destroyed, clients or not.
///
/// A response with an `ETag` header answers a matching If-None-Match with 304 by itself; HEAD gets
/// the head of what GET would get. Paths without a handler are 404.
class FakeServer {
 public:
  FakeServer();
  FakeServer(const FakeServer&) = delete;
  FakeServer& operator=(const FakeServer&) = delete;
  ~FakeServer();

  /// `http://127.0.0.1:port`, then `path`.
  std::string url(std::string_view path = "") const;
  /// The same by the name `localhost`: another origin, the same server.
  std::string other_origin(std::string_view path = "") const;
  /// With a login: `http://user:password@127.0.0.1:port`, then `path`.
  std::string url_with_login(std::string_view user_info, std::string_view path = "") const;
  std::uint16_t port() const;

  /// Serves `path` (exactly; percent-encoded). Later calls replace earlier ones.
  void serve(std::string path, FakeResponse response);
  void serve(std::string path, FakeHandler handler);
  /// Serves bytes with this media type, a strong ETag, ranges, and `max-age=0`.
  void serve_file(std::string path, std::string bytes,
                  std::string type = "application/octet-stream");
  /// The first requests of `path` get these, one each; from then on what `serve` said.
  void first(std::string path, std::vector<FakeResponse> responses);
  /// Asked before all else: a response it gives is sent. For logins, say.
  void intercept(std::function<std::optional<FakeResponse>(const FakeRequest&)> interceptor);
  /// Wants `user:password` for every path that starts with `prefix`; 401 otherwise.
  void require_login(std::string prefix, std::string user_and_password);

  /// All requests so far, in their order.
  std::vector<FakeRequest> requests() const;
  /// "GET /simple/a/", one for each request.
  std::vector<std::string> request_lines() const;
  /// How often `path` was asked for.
  std::size_t count(std::string_view path) const;
  void forget_requests();
  /// Connections accepted so far.
  unsigned connections() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

FakeResponse redirect_to(std::string location, int status = 302);
FakeResponse json_page(std::string body);  ///< PEP 691, with ETag, fresh for ten minutes
FakeResponse html_page(std::string body);  ///< text/html, the same

}  // namespace axle::test
