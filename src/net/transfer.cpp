// SPDX-License-Identifier: MIT
#include "net/transfer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "base/log.hpp"
#include "base/text.hpp"
#include "net/retry.hpp"

namespace axle {
namespace {

thread_local bool is_network_thread = false;

std::uint64_t random_number() {
  static thread_local std::minstd_rand generator{std::random_device{}()};
  return generator();
}

std::string in_words(std::chrono::milliseconds time) {
  if (time.count() % 1000 != 0)
    return fmt::format("{:.1f} s", static_cast<double>(time.count()) / 1000);
  return fmt::format("{} s", time.count() / 1000);
}

Error failure(ErrorKind kind, ErrorCode code, const Url& url, std::string_view why,
              std::string hint = {}) {
  const std::string shown = url.to_string();
  return fail_with_code(kind, code, fmt::format("failed to fetch `{}`: {}", shown, why), shown, {},
                        std::move(hint))
      .error();
}

bool is_listed(const Url& url, const std::vector<std::string>& hosts) {
  const std::string with_port = fmt::format("{}:{}", url.host(), url.effective_port());
  return std::ranges::any_of(hosts, [&](std::string_view host) {
    const std::size_t scheme = host.find("://");
    if (scheme != std::string_view::npos) host.remove_prefix(scheme + 3);
    while (host.ends_with('/')) host.remove_suffix(1);
    return host == "*" || equals_ignoring_case(host, url.host()) ||
           equals_ignoring_case(host, with_port);
  });
}

}  // namespace

bool on_network_thread() { return is_network_thread; }
void enter_network_thread() { is_network_thread = true; }

bool is_insecure_host(const Url& url, const ClientOptions& options) {
  return is_listed(url, options.insecure_hosts);
}

Transfer::Transfer(Request request, const ClientOptions& options, std::shared_ptr<Inbox> inbox)
    : request_(std::move(request)),
      options_(options),
      inbox_(std::move(inbox)),
      url_(request_.url.without_fragment()) {}

Result<Response> Transfer::take() {
  std::unique_lock lock(mutex_);
  // When the caller goes on, what its callbacks point to may go: so wait for them, unless this is
  // one.
  changed_.wait(lock, [this] { return retired_ || (ready_ && is_network_thread); });
  if (!result_) return fail(ErrorKind::bug, "an HTTP answer was asked for twice");
  Result<Response> result = *std::move(result_);
  result_.reset();
  return result;
}

bool Transfer::is_ready() {
  const std::lock_guard lock(mutex_);
  return ready_;
}

void Transfer::resume() { inbox_->post(Inbox::Kind::resume, shared_from_this()); }

void Transfer::abandon() {
  abandoned_ = true;
  inbox_->post(Inbox::Kind::abandon, shared_from_this());
  if (is_network_thread) return;
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return retired_; });
}

void Transfer::finish(Result<Response> result) {
  {
    const std::lock_guard lock(mutex_);
    if (ready_) return;
    result_ = std::move(result);
    ready_ = true;
  }
  changed_.notify_all();
  if (request_.on_done && !abandoned_) request_.on_done();
  {
    const std::lock_guard lock(mutex_);
    retired_ = true;
  }
  changed_.notify_all();
}

std::optional<Error> Transfer::check_scheme(const Url& url) const {
  if (!url.is_http()) {
    return failure(ErrorKind::integrity, ErrorCode::index_policy, url,
                   fmt::format("`{}:` is not a scheme that is fetched; only http and https are",
                               url.scheme()));
  }
  if (url.scheme() == "https" || url.is_loopback() || is_listed(url, options_.insecure_hosts))
    return std::nullopt;
  return failure(
      ErrorKind::integrity, ErrorCode::index_policy, url,
      "plain http is refused, because anyone on the way could change what comes",
      fmt::format("use https, or name the host with `--allow-insecure-host {}`", url.host()));
}

std::optional<Error> Transfer::refusal() {
  if (auto refused = check_scheme(url_)) return refused;
  if (request_.authenticate == Authentication::never) return std::nullopt;
  credentials_ = options_.credentials.find(request_.url);
  if (credentials_ || request_.authenticate != Authentication::always) return std::nullopt;
  return failure(ErrorKind::credentials, ErrorCode::auth, url_,
                 "the index wants a login (`authenticate = \"always\"`), and none is known",
                 "set `UV_INDEX_<NAME>_USERNAME` and `UV_INDEX_<NAME>_PASSWORD`, or add the host "
                 "to `~/.netrc`");
}

Exchange& Transfer::begin(Time now) {
  if (!deadline_ && request_.total_timeout.count() > 0) deadline_ = now + request_.total_timeout;
  on_wire_.reset();
  paused_ = false;
  curl_detail[0] = '\0';
  exchange_.emplace(request_, url_, attempt_ < options_.max_attempts);
  exchange_->response().credentials_sent = credentials_.has_value();
  exchange_->response().credentials_withheld = withheld_;
  log_debug("{} {}", request_.method, url_.to_string());
  return *exchange_;
}

Transfer::Next Transfer::end(Result<Response> result) {
  finish(std::move(result));
  return {};
}

Transfer::Next Transfer::conclude(std::optional<Error> wire_failure, bool is_transient, Time now) {
  Exchange& tried = *exchange_;
  if (abandoned_) return end(fail(ErrorKind::cancelled, "the request was abandoned"));
  if (!tried.failure() && !wire_failure) tried.finish();
  if (tried.failure()) {
    // A body that came damaged may come whole the next time; what breaks a rule will break it
    // again.
    const bool is_damage =
        tried.failure()->code == ErrorCode::net || tried.failure()->code == ErrorCode::index_format;
    if (is_damage && !tried.reached_sink()) return repeat_or_fail(*tried.failure(), now);
    return end(std::unexpected(*tried.failure()));
  }
  // The rest of a redirect's or an error's body does not matter, so neither does how it ended.
  if (tried.has_head() && tried.course() == Exchange::Course::redirect) return follow_redirect();
  if (tried.has_head() && tried.course() == Exchange::Course::repeat)
    return repeat_after_status(now);
  if (wire_failure) {
    if (is_transient && !tried.reached_sink()) return repeat_or_fail(*std::move(wire_failure), now);
    return end(std::unexpected(*std::move(wire_failure)));
  }
  return end(std::move(tried.response()));
}

Transfer::Next Transfer::repeat_or_fail(Error why, Time now) {
  const auto delay = backoff(attempt_ + 1, options_.first_backoff, random_number());
  if (attempt_ < options_.max_attempts && !(deadline_ && now + delay >= *deadline_)) {
    log_debug("again in {} ms: {}", delay.count(), why.message);
    ++attempt_;
    wire_broke_ = true;
    return {true, delay};
  }
  if (attempt_ == 1) return end(std::unexpected(std::move(why)));
  auto hints = why.hints;
  Error outer = while_doing(fmt::format("the request failed after {}",
                                        counted(attempt_ - 1, "retry", "retries")),
                            std::move(why))
                    .error();
  outer.hints = std::move(hints);
  return end(std::unexpected(std::move(outer)));
}

Transfer::Next Transfer::repeat_after_status(Time now) {
  const Response& answer = exchange_->response();
  auto delay = backoff(attempt_ + 1, options_.first_backoff, random_number());
  if (const auto header = answer.headers.find("Retry-After")) {
    const auto asked = parse_retry_after(*header, std::chrono::system_clock::now());
    if (asked && *asked > options_.max_retry_after) {
      return end(std::unexpected(failure(
          ErrorKind::network, ErrorCode::http, url_,
          fmt::format("HTTP status {}; the server asks to wait {} and at most {} are waited for",
                      answer.status, in_words(*asked), in_words(options_.max_retry_after)),
          "try again later")));
    }
    if (asked) delay = std::max(delay, *asked);
  }
  if (deadline_ && now + delay >= *deadline_) return end(std::move(exchange_->response()));
  log_debug("again in {} ms: HTTP status {}", delay.count(), answer.status);
  ++attempt_;
  return {true, delay};
}

Transfer::Next Transfer::follow_redirect() {
  const auto refuse = [&](ErrorKind kind, ErrorCode code, std::string_view why) {
    return end(std::unexpected(failure(kind, code, url_, why)));
  };
  if (++redirects_ > options_.max_redirects)
    return refuse(ErrorKind::network, ErrorCode::http,
                  fmt::format("more than {} redirects", options_.max_redirects));
  const auto location = exchange_->response().headers.find("Location");
  if (!location || location->empty())
    return refuse(ErrorKind::network, ErrorCode::http, "a redirect does not say where to");
  if (std::ranges::any_of(*location,
                          [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }))
    return refuse(ErrorKind::network, ErrorCode::http, "a redirect has control characters");
  const auto target = url_.join(*location);
  if (!target) return refuse(ErrorKind::network, ErrorCode::http, "a redirect leads to no URL");
  if (url_.scheme() == "https" && target->scheme() == "http")
    return refuse(
        ErrorKind::integrity, ErrorCode::index_policy,
        fmt::format("a redirect from https to http (`{}`) is refused", target->to_string()));
  if (auto refused = check_scheme(*target)) return end(std::unexpected(*std::move(refused)));

  // Once a redirect has led away, nothing that follows is sent a login: another origin could have
  // chosen where it goes. A login in the Location is not ours to send either.
  left_origin_ = left_origin_ || !is_same_origin(*target, request_.url);
  if (left_origin_ && credentials_) {
    withheld_ = true;
    credentials_.reset();
  }
  url_ = target->without_user_info().without_fragment();
  return {true, std::chrono::milliseconds(0)};
}

void Transfer::note_on_wire(Time now) {
  on_wire_ = last_byte_ = now;
  window_start_.reset();
}

void Transfer::note_bytes(std::uint64_t count, Time now) {
  last_byte_ = now;
  // The wait for the first byte is the server's thinking, not slowness of the wire.
  if (!window_start_ || (now - *window_start_ >= options_.idle_timeout && !is_slow(now))) {
    window_start_ = now;
    window_bytes_ = 0;
  }
  window_bytes_ += count;
}

bool Transfer::is_slow(Time now) const {
  const auto seconds = std::chrono::duration<double>(now - *window_start_).count();
  return static_cast<double>(window_bytes_) < 1024.0 * seconds;
}

void Transfer::note_pause(bool paused, Time now) {
  paused_ = paused;
  if (!paused && on_wire_) note_on_wire(now);
}

std::optional<Error> Transfer::overdue(Time now) const {
  constexpr auto hint = "raise `UV_HTTP_TIMEOUT` (seconds) if the server is slow";
  if (is_past_deadline(now)) {
    return failure(ErrorKind::network, ErrorCode::net, url_,
                   fmt::format("it took longer than {}", in_words(request_.total_timeout)), hint);
  }
  if (!on_wire_ || paused_) return std::nullopt;
  if (now - last_byte_ >= options_.idle_timeout) {
    return failure(ErrorKind::network, ErrorCode::net, url_,
                   fmt::format("nothing came for {}", in_words(options_.idle_timeout)), hint);
  }
  if (window_start_ && now - *window_start_ >= options_.idle_timeout && is_slow(now)) {
    return failure(ErrorKind::network, ErrorCode::net, url_, "it comes slower than 1 KB/s", hint);
  }
  return std::nullopt;
}

}  // namespace axle
