// SPDX-License-Identifier: MIT
#include "net/exchange.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "net/gzip_body.hpp"
#include "net/retry.hpp"

namespace axle {
namespace {

constexpr std::size_t max_head_bytes = 256 * 1024;
constexpr std::size_t max_lines = 1000;
/// Of an answer whose body nobody asked for: enough for a message, or to keep the connection
/// usable.
constexpr std::uint64_t max_error_bytes = 64 * 1024;

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool is_success(int status) { return status >= 200 && status < 300; }

}  // namespace

bool Exchange::refuse(ErrorKind kind, ErrorCode code, std::string_view why, std::string hint) {
  const std::string url = url_.to_string();
  failure_ = fail_with_code(kind, code, fmt::format("failed to fetch `{}`: {}", url, why), url, {},
                            std::move(hint))
                 .error();
  return false;
}

bool Exchange::take_header(std::string_view line) {
  head_bytes_ += line.size();
  if (head_bytes_ > max_head_bytes || ++head_lines_ > max_lines) {
    return refuse(ErrorKind::integrity, ErrorCode::index_limit,
                  head_done_ ? "its trailers are too long" : "its headers are too long");
  }
  if (head_done_) return true;  // trailers tell us nothing, but libcurl keeps each of them
  const std::string_view text = trim(line);
  if (text.starts_with("HTTP/")) {
    // A new head: what came before was informational.
    response_.headers = {};
    const std::size_t space = text.find(' ');
    const auto status =
        space == std::string_view::npos ? std::nullopt : parse_unsigned(text.substr(space + 1, 3));
    response_.status = static_cast<int>(status.value_or(0));
    return true;
  }
  if (text.empty()) return response_.status < 200 || end_of_head();
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos) {
    response_.headers.add(std::string(trim(text.substr(0, colon))),
                          std::string(trim(text.substr(colon + 1))));
  }
  return true;
}

bool Exchange::end_of_head() {
  head_done_ = true;
  response_.final_url = url_.without_user_info();
  if (is_redirect(response_.status)) {
    course_ = Course::redirect;
  } else if (may_repeat_ && is_transient_status(response_.status)) {
    course_ = Course::repeat;
  } else {
    check_head();
    if (failure_) return false;
    if (request_.on_head && !request_.on_head(response_)) {
      stopped_ = true;
      return false;
    }
  }
  return true;
}

void Exchange::check_head() {
  for (const Header& field : response_.headers.fields()) {
    if (!equals_ignoring_case(field.name, "Content-Length")) continue;
    const auto length = parse_unsigned(field.value);
    if (!length || (announced_ && *announced_ != *length)) {
      refuse(ErrorKind::network, ErrorCode::http, "its length is not one number");
      return;
    }
    announced_ = *length;
  }
  if (!is_success(response_.status)) return;
  const std::string encoding =
      ascii_lower(response_.headers.combined("Content-Encoding").value_or("identity"));
  const bool may_be_gzip = request_.accept_gzip && !request_.range && !request_.sink;
  if (encoding != "identity" && !encoding.empty() &&
      !(may_be_gzip && (encoding == "gzip" || encoding == "x-gzip"))) {
    refuse(ErrorKind::integrity, ErrorCode::index_format,
           fmt::format("it has an encoding that was not asked for, `{}`",
                       escape_foreign(encoding.substr(0, 100))));
    return;
  }
  if (announced_ && *announced_ > request_.max_body_bytes && request_.method != "HEAD") {
    refuse(ErrorKind::integrity, ErrorCode::index_limit,
           fmt::format("it is {} long, and at most {} may come", human_size(*announced_),
                       human_size(request_.max_body_bytes)));
    return;
  }
  if (response_.status == 206) check_range();
}

void Exchange::check_range() {
  if (!request_.range) {
    refuse(ErrorKind::network, ErrorCode::http,
           "the server answered with a part that nobody asked for (206)");
    return;
  }
  const auto given = ContentRange::parse(response_.headers.find("Content-Range").value_or(""));
  const ByteRange& asked = *request_.range;
  bool fits = given.has_value();
  if (given && asked.kind == ByteRange::Kind::suffix) {
    fits = given->total && given->last + 1 == *given->total &&
           given->last - given->first + 1 == std::min(asked.first, *given->total);
  } else if (given) {
    fits = given->first == asked.first;
    if (asked.kind == ByteRange::Kind::between) fits = fits && given->last <= asked.last;
    if (asked.kind == ByteRange::Kind::from && given->total)
      fits = fits && given->last + 1 == *given->total;
  }
  if (!fits) {
    refuse(ErrorKind::network, ErrorCode::http,
           "the server answered with another range than it was asked for");
    return;
  }
  const auto etag = response_.headers.find("ETag");
  if (!request_.if_range.empty() && etag && *etag != request_.if_range) {
    refuse(ErrorKind::network, ErrorCode::http, "the file changed on the server while it was read");
    return;
  }
  const std::uint64_t length = given->last - given->first + 1;
  if (announced_ && *announced_ != length)
    refuse(ErrorKind::network, ErrorCode::http,
           "the server contradicts itself about the length of a range");
  announced_ = length;
}

bool Exchange::goes_to_sink() const {
  return request_.sink && course_ == Course::answer && is_success(response_.status);
}

Exchange::Taken Exchange::take_body(std::string_view bytes) {
  const std::uint64_t total = received_ + bytes.size();
  if (course_ != Course::answer || !is_success(response_.status)) {
    if (total > max_error_bytes) {
      cut_short_ = true;
      return Taken::stop;
    }
  } else if (total > request_.max_body_bytes) {
    refuse(ErrorKind::integrity, ErrorCode::index_limit,
           fmt::format("more than {} came", human_size(request_.max_body_bytes)));
    return Taken::stop;
  } else if (response_.status == 206 && announced_ && total > *announced_) {
    refuse(ErrorKind::network, ErrorCode::http, "the server sent more than the range it announced");
    return Taken::stop;
  }
  if (goes_to_sink()) {
    const SinkAnswer answer = request_.sink(bytes);
    if (answer == SinkAnswer::pause) return Taken::pause;
    reached_sink_ = true;
    received_ = total;
    stopped_ = answer == SinkAnswer::stop;
    return stopped_ ? Taken::stop : Taken::yes;
  }
  received_ = total;
  if (response_.body.empty() && announced_ && *announced_ <= request_.max_body_bytes)
    response_.body.reserve(std::min<std::uint64_t>(*announced_, 8 << 20));
  response_.body.append(bytes);
  return Taken::yes;
}

void Exchange::finish() {
  if (failure_ || course_ != Course::answer || stopped_) return;
  if (!is_success(response_.status) || request_.method == "HEAD") return;
  if (response_.status == 206 && announced_ && received_ != *announced_) {
    refuse(ErrorKind::network, ErrorCode::net,
           "the connection ended before the whole range had come");
    return;
  }
  const auto encoding = response_.headers.combined("Content-Encoding");
  if (!encoding || request_.sink || equals_ignoring_case(*encoding, "identity") ||
      encoding->empty())
    return;
  auto decoded = decode_gzip(response_.body, request_.max_body_bytes);
  if (decoded)
    response_.body = *std::move(decoded);
  else
    refuse(decoded.error().kind, decoded.error().code, decoded.error().message);
}

}  // namespace axle
