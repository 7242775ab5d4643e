// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "net/url.hpp"

namespace axle {

struct Header {
  std::string name;
  std::string value;
};

/// The header fields of an answer, in their order. Names are compared without case.
class Headers {
 public:
  void add(std::string name, std::string value) {
    fields_.push_back({std::move(name), std::move(value)});
  }
  /// The value of the first field of that name; none if there is none. Valid while this is
  /// unchanged.
  std::optional<std::string_view> find(std::string_view name) const;
  /// The values of all fields of that name, joined with ", " (RFC 9110, 5.3); none if there is
  /// none.
  std::optional<std::string> combined(std::string_view name) const;
  const std::vector<Header>& fields() const { return fields_; }

 private:
  std::vector<Header> fields_;
};

/// A part of a body, in bytes.
struct ByteRange {
  enum class Kind : std::uint8_t { between, from, suffix };
  /// From `first` to `last`, both included.
  static ByteRange between(std::uint64_t first, std::uint64_t last) {
    return {Kind::between, first, last};
  }
  /// From `first` to the end.
  static ByteRange from(std::uint64_t first) { return {Kind::from, first, 0}; }
  /// The last `count`.
  static ByteRange suffix(std::uint64_t count) { return {Kind::suffix, count, 0}; }
  /// "bytes=0-99", as the Range header has it.
  std::string to_string() const;

  Kind kind;
  std::uint64_t first;
  std::uint64_t last;
};

/// What Content-Range states of a 206.
struct ContentRange {
  std::uint64_t first = 0;
  std::uint64_t last = 0;              ///< included
  std::optional<std::uint64_t> total;  ///< of the whole body; none for `*`
  /// "bytes 0-99/1234". None if it is anything else, or does not make sense.
  static std::optional<ContentRange> parse(std::string_view text);
};

struct Response {
  int status = 0;
  Url final_url;  ///< after redirects; without user info
  Headers headers;
  std::string body;  ///< decoded; empty if there was a sink (but for an error's text)
  /// A redirect led to another origin, so that no credentials were sent: a 401 or 403 may be due to
  /// that.
  bool credentials_withheld = false;
  bool credentials_sent = false;
};

/// What a sink wants after a piece of a body.
enum class SinkAnswer : std::uint8_t {
  more,   ///< took it all
  pause,  ///< took nothing; give me the same again after Pending::resume
  stop,   ///< end the transfer; the request succeeds with what has come
};

/// When to send credentials (`authenticate` of an index).
enum class Authentication : std::uint8_t {
  automatic,  ///< if some are known for the origin
  always,     ///< it is an error (E_AUTH) if none are known
  never,
};

/// A request; all but `url` has a default that suits an index page.
struct Request {
  Url url;                           ///< http or https; user info in it is used as credentials
  std::string method = "GET";        ///< GET or HEAD
  std::vector<Header> headers = {};  ///< Accept and conditions; not Authorization, Host, Range
  std::optional<ByteRange> range = {};
  std::string if_range = {};  ///< with `range`: an entity tag; empty: none
  /// The most bytes of body, on the wire and decoded: more is E_INDEX_LIMIT, announced or not.
  std::uint64_t max_body_bytes = std::uint64_t{64} << 20;
  bool accept_gzip = true;  ///< ask for gzip, and decode it. Ignored with `range` or `sink`
  Authentication authenticate = Authentication::automatic;
  /// The most time for all of it, retries and redirects included; zero: none (a stalled transfer
  /// ends all the same).
  std::chrono::milliseconds total_timeout = std::chrono::seconds(120);
  /// For large bodies: HTTP/1.1 on a connection of its own, so that no HTTP/2 window slows it.
  bool large = false;

  /// Called once, before the first byte of body, with the head of the final answer (not of
  /// redirects and of tries that will be repeated). Returning false ends the transfer as `stop`
  /// does. On the network thread: be brief.
  std::function<bool(const Response& head)> on_head = {};
  /// Receives the body of a 2xx instead of Response::body, in pieces of at most 512 KiB. Once it
  /// was called, a broken transfer is not repeated: ask again with `range`. On the network thread:
  /// be brief, or pause.
  std::function<SinkAnswer(std::string_view)> sink = {};
  /// Called on the network thread when `wait` would no longer block.
  std::function<void()> on_done = {};
};

/// An answer on its way. Movable.
class Pending {
 public:
  /// What a client implements for each of its requests; safe from any thread.
  class State {
   public:
    virtual ~State() = default;
    virtual Result<Response> take() = 0;  ///< blocks; called at most once
    virtual bool is_ready() = 0;
    virtual void resume() {}
    /// Ends the transfer. When it returns, no callback runs or will run (but one that calls this).
    virtual void abandon() {}
  };

  explicit Pending(std::shared_ptr<State> state) : state_(std::move(state)) {}
  /// An answer that is already there: for stand-ins of HttpClient.
  static Pending ready(Result<Response> result);
  Pending(Pending&&) = default;
  Pending& operator=(Pending&& other) noexcept;
  /// Abandons the request if nobody waited for it.
  ~Pending();

  /// Blocks until the answer is there, and gives it. Only once. Errors: `network` (E_NET, E_TLS,
  /// E_HTTP), `integrity` (E_INDEX_LIMIT, E_INDEX_POLICY, E_INDEX_FORMAT for a damaged encoding),
  /// `credentials` (E_AUTH: `always` and none known), `cancelled`. Statuses of 400 and more are
  /// answers, not errors: see status_failure.
  Result<Response> wait();
  bool is_ready() const { return state_->is_ready(); }
  /// After a sink paused.
  void resume() { state_->resume(); }

 private:
  std::shared_ptr<State> state_;  // null once waited for
};

/// Bytes by URL. Any thread may start requests.
class HttpClient {
 public:
  virtual ~HttpClient() = default;
  /// Does not block.
  virtual Pending start(Request request) = 0;
  Result<Response> send(Request request) { return start(std::move(request)).wait(); }
};

/// The error that a status of 400 or more stands for: 401 and 403 `credentials` (E_AUTH), 404 and
/// 410 `not_found` (E_HTTP), others `network` (E_HTTP). The message names the URL, without secrets.
std::unexpected<Error> status_failure(const Response& response);

}  // namespace axle
