// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "net/credentials.hpp"
#include "net/curl_client.hpp"
#include "net/exchange.hpp"
#include "net/http_client.hpp"
#include "net/inbox.hpp"

namespace axle {

/// One request on its way through redirects and repetitions: decides what follows each try. The
/// functions of Pending::State are for callers; all others for the network thread.
class Transfer final : public Pending::State, public std::enable_shared_from_this<Transfer> {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static Time now() { return std::chrono::steady_clock::now(); }

  /// `options` must outlive it until it is retired.
  Transfer(Request request, const ClientOptions& options, std::shared_ptr<Inbox> inbox);

  Result<Response> take() override;
  bool is_ready() override;
  void resume() override;
  void abandon() override;

  /// Why the URL may not be asked at all: its scheme, plain http, no login where one must be.
  std::optional<Error> refusal();

  /// What is to be done after a try: wait, then try again; or nothing, it is over.
  struct Next {
    bool again = false;
    std::chrono::milliseconds delay{0};
  };

  /// Starts a try at `url()`.
  Exchange& begin(Time now);
  Exchange& exchange() { return *exchange_; }
  /// The wire's part of the try is over; `failure` is why, if it broke, and `is_transient` whether
  /// that may pass.
  Next conclude(std::optional<Error> failure, bool is_transient, Time now);
  /// Ends it with this result, unless it is over; then nobody calls back any more.
  void finish(Result<Response> result);

  const Request& request() const { return request_; }
  const Url& url() const { return url_; }
  /// The login for this try; none if there is none or the try goes to another origin.
  const std::optional<Credentials>& credentials() const { return credentials_; }
  bool is_abandoned() const { return abandoned_; }
  /// After a try that the wire spoilt: whatever spoilt it may still be in its connection.
  bool wants_fresh_connection() const { return wire_broke_; }

  // Time-keeping. Time that the sink pauses, or that passes before the request is on the wire, does
  // not count as idle.
  void note_on_wire(Time now);
  void note_bytes(std::uint64_t count, Time now);
  void note_pause(bool paused, Time now);
  bool is_paused() const { return paused_; }
  /// Whether it is past its limits; says which.
  std::optional<Error> overdue(Time now) const;
  bool is_past_deadline(Time now) const { return deadline_ && now >= *deadline_; }

  char curl_detail[256] = {};  ///< libcurl's own words for a failure (CURL_ERROR_SIZE)

 private:
  Next follow_redirect();
  Next repeat_after_status(Time now);
  Next repeat_or_fail(Error failure, Time now);
  std::optional<Error> check_scheme(const Url& url) const;
  Next end(Result<Response> result);
  bool is_slow(Time now) const;

  const Request request_;
  const ClientOptions& options_;
  const std::shared_ptr<Inbox> inbox_;

  // Of the network thread:
  Url url_;
  std::optional<Credentials> credentials_;
  bool left_origin_ = false;
  bool withheld_ = false;
  bool wire_broke_ = false;
  unsigned attempt_ = 1;
  unsigned redirects_ = 0;
  std::optional<Exchange> exchange_;
  std::optional<Time> deadline_;
  std::optional<Time> on_wire_;
  Time last_byte_{};
  std::optional<Time> window_start_;
  std::uint64_t window_bytes_ = 0;
  bool paused_ = false;

  std::atomic<bool> abandoned_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Result<Response>> result_;  // guarded
  bool ready_ = false;                      // guarded; stays true when the result was taken
  bool retired_ = false;                    // guarded; no callback runs any more
};

/// Whether the user said that this host needs no secure connection.
bool is_insecure_host(const Url& url, const ClientOptions& options);

/// Set while this thread is a network thread: it must not wait for itself.
bool on_network_thread();
void enter_network_thread();

}  // namespace axle
