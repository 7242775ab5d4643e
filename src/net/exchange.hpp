// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "axle/base/error.hpp"
#include "net/http_client.hpp"

namespace axle {

/// One try at one URL: takes the header lines and the body as they arrive, and holds them to what
/// was asked for. Knows nothing of libcurl. On the network thread.
class Exchange {
 public:
  /// What the head says is to be done with this answer.
  enum class Course : std::uint8_t {
    answer,    ///< it is the answer of the request
    redirect,  ///< look elsewhere
    repeat,    ///< try again later
  };
  enum class Taken : std::uint8_t { yes, pause, stop };

  /// `may_repeat`: tries are left, so that transient failures are not an answer.
  Exchange(const Request& request, Url url, bool may_repeat)
      : request_(request), url_(std::move(url)), may_repeat_(may_repeat) {}

  /// A line of the head, with its line end; also of informational answers, and trailers. False: end
  /// it.
  bool take_header(std::string_view line);
  Taken take_body(std::string_view bytes);
  /// The transfer ended without an error of the wire. Checks lengths, decodes. Then `failure` may
  /// be set.
  void finish();

  Course course() const { return course_; }
  bool has_head() const { return head_done_; }
  /// Set if the answer was refused for what it is.
  const std::optional<Error>& failure() const { return failure_; }
  /// Ended by the sink or by on_head: what came is the answer.
  bool was_stopped() const { return stopped_; }
  /// Ended because the rest of the body did not matter (of a redirect or of an error).
  bool was_cut_short() const { return cut_short_; }
  /// A byte reached the sink, so that this cannot be repeated.
  bool reached_sink() const { return reached_sink_; }
  const Url& url() const { return url_; }
  std::uint64_t body_bytes() const { return received_; }
  Response& response() { return response_; }

 private:
  bool end_of_head();
  void check_head();
  void check_range();
  bool refuse(ErrorKind kind, ErrorCode code, std::string_view why, std::string hint = {});
  bool goes_to_sink() const;

  const Request& request_;
  Url url_;
  bool may_repeat_;
  Response response_;
  Course course_ = Course::answer;
  bool head_done_ = false;
  bool stopped_ = false;
  bool cut_short_ = false;
  bool reached_sink_ = false;
  std::size_t head_bytes_ = 0;  // of trailers too
  std::size_t head_lines_ = 0;
  std::uint64_t received_ = 0;
  std::optional<std::uint64_t> announced_;  // the length that the head states
  std::optional<Error> failure_;
};

}  // namespace axle
