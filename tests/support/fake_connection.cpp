// SPDX-License-Identifier: MIT
#include "support/fake_connection.hpp"

#include <fmt/format.h>
#include <libdeflate.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <thread>

#include "base/text.hpp"

namespace axle::test {
namespace {

std::string header_of(const FakeResponse& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (equals_ignoring_case(key, name)) return value;
  return {};
}

std::string gzip(std::string_view text) {
  libdeflate_compressor* compressor = libdeflate_alloc_compressor(6);
  std::string out(libdeflate_gzip_compress_bound(compressor, text.size()), '\0');
  out.resize(
      libdeflate_gzip_compress(compressor, text.data(), text.size(), out.data(), out.size()));
  libdeflate_free_compressor(compressor);
  return out;
}

struct Span {
  std::size_t first;
  std::size_t last;
};

/// `bytes=a-b`, `bytes=a-` and `bytes=-n` of a body of `size` bytes; none if it cannot be
/// satisfied.
std::optional<Span> parse_range(std::string_view text, std::size_t size) {
  if (!text.starts_with("bytes=")) return std::nullopt;
  text.remove_prefix(6);
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos || size == 0) return std::nullopt;
  const auto first = parse_unsigned(text.substr(0, dash));
  const auto last = parse_unsigned(text.substr(dash + 1));
  if (!first) {
    if (!last || *last == 0) return std::nullopt;
    return Span{size - std::min<std::size_t>(size, *last), size - 1};
  }
  if (*first >= size) return std::nullopt;
  return Span{*first, last ? std::min<std::size_t>(*last, size - 1) : size - 1};
}

void apply_range(const FakeRequest& request, FakeResponse& response) {
  response.headers.emplace_back("Accept-Ranges", "bytes");
  const std::string wanted = request.header("range");
  const std::string if_range = request.header("if-range");
  if (wanted.empty() || (!if_range.empty() && if_range != header_of(response, "etag"))) return;
  const std::size_t size = response.body.size();
  const auto span = parse_range(wanted, size);
  if (!span) {
    response.status = 416;
    response.headers.emplace_back("Content-Range", fmt::format("bytes */{}", size));
    response.body.clear();
    return;
  }
  response.status = 206;
  response.headers.emplace_back("Content-Range",
                                fmt::format("bytes {}-{}/{}", span->first, span->last, size));
  response.body = response.body.substr(span->first, span->last - span->first + 1);
}

}  // namespace

void apply_conditions(const FakeRequest& request, FakeResponse& response) {
  if (response.status != 200) return;
  const std::string etag = header_of(response, "etag");
  if (!etag.empty() && request.header("if-none-match") == etag) {
    response.status = 304;
    response.body.clear();
    return;
  }
  if (response.ranges) apply_range(request, response);
  if (response.gzip && request.header("accept-encoding").find("gzip") != std::string::npos) {
    response.body = gzip(response.body);
    response.headers.emplace_back("Content-Encoding", "gzip");
  }
}

bool FakeConnection::fill() {
  char bytes[16384];
  for (;;) {
    pollfd waiting{socket_, POLLIN, 0};
    if (stopping_) return false;
    if (::poll(&waiting, 1, 50) == 0) continue;
    const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
    if (count <= 0) return false;
    buffer_.append(bytes, static_cast<std::size_t>(count));
    return true;
  }
}

std::optional<FakeRequest> FakeConnection::read_request() {
  std::size_t end;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (buffer_.size() > 65536 || !fill()) return std::nullopt;
    if (!is_ascii_letter(buffer_.front())) {
      // The start of a TLS handshake, most likely: answered as real servers do.
      static_cast<void>(write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"));
      return std::nullopt;
    }
  }
  const std::string head = buffer_.substr(0, end);
  buffer_.erase(0, end + 4);

  FakeRequest request;
  request.connection = number_;
  bool is_first = true;
  for (std::string_view line : split(head, '\n')) {
    line = trim(line);
    if (is_first) {
      const auto words = split(line, ' ');
      if (words.size() != 3) return std::nullopt;
      request.method = words[0];
      const std::size_t question = words[1].find('?');
      request.path = words[1].substr(0, question);
      if (question != std::string_view::npos) request.query = words[1].substr(question + 1);
      is_first = false;
    } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
      request.headers[ascii_lower(line.substr(0, colon))] = trim(line.substr(colon + 1));
    }
  }
  return request;
}

bool FakeConnection::write(std::string_view bytes) {
  while (!bytes.empty()) {
    pollfd waiting{socket_, POLLOUT, 0};
    if (stopping_) return false;
    if (::poll(&waiting, 1, 50) == 0) continue;
    const ssize_t count =
        ::send(socket_, bytes.data(), std::min<std::size_t>(bytes.size(), 1 << 16), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

bool FakeConnection::sleep(std::chrono::milliseconds time) const {
  const auto end = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < end) {
    if (stopping_) return false;
    std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(
        end - std::chrono::steady_clock::now(), std::chrono::milliseconds(10)));
  }
  return !stopping_;
}

void FakeConnection::wait_for_close() {
  while (fill()) buffer_.clear();
}

bool FakeConnection::write_in_pieces(std::string_view bytes, const FakeFault& fault) {
  if (fault.piece == 0) return write(bytes);
  while (!bytes.empty()) {
    if (!write(bytes.substr(0, fault.piece))) return false;
    bytes.remove_prefix(std::min(fault.piece, bytes.size()));
    if (!bytes.empty() && !sleep(fault.piece_delay)) return false;
  }
  return true;
}

bool FakeConnection::send_endless(const FakeResponse& response) {
  const std::string& unit = response.body;
  const std::string chunk = fmt::format("{:x}\r\n{}\r\n", unit.size(), unit);
  while (write(chunk)) {
  }
  return false;
}

bool FakeConnection::send_body(const FakeResponse& response, std::string_view body) {
  const FakeFault& fault = response.fault;
  std::string framed;
  if (response.chunked) {
    // Two chunks, so that a client which takes the first for the whole is found out.
    const std::size_t half = body.size() / 2;
    for (const std::string_view part : {body.substr(0, half), body.substr(half)})
      if (!part.empty()) framed += fmt::format("{:x}\r\n{}\r\n", part.size(), part);
    framed += "0\r\n\r\n";
    body = framed;
  }
  if (fault.cut_after) {
    static_cast<void>(write_in_pieces(body.substr(0, *fault.cut_after), fault));
    return false;
  }
  if (fault.stall_after) {
    if (write_in_pieces(body.substr(0, *fault.stall_after), fault)) wait_for_close();
    return false;
  }
  return write_in_pieces(body, fault) && !fault.no_length && !fault.claimed_length;
}

bool FakeConnection::send(const FakeRequest& request, FakeResponse response) {
  const FakeFault& fault = response.fault;
  if (!sleep(fault.delay)) return false;
  if (!fault.raw.empty()) {
    static_cast<void>(write(fault.raw));
    return false;
  }
  apply_conditions(request, response);
  std::string head = fmt::format("HTTP/1.1 {} Status\r\n", response.status);
  for (const auto& [name, value] : response.headers) head += fmt::format("{}: {}\r\n", name, value);
  const bool has_body =
      request.method != "HEAD" && response.status != 304 && response.status != 204;
  if (response.chunked || fault.endless)
    head += "Transfer-Encoding: chunked\r\n";
  else if (!fault.no_length && response.status != 304 && response.status != 204)
    head +=
        fmt::format("Content-Length: {}\r\n", fault.claimed_length.value_or(response.body.size()));
  const bool keeps = request.header("connection") != "close" && !fault.no_length;
  head += keeps ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  if (!has_body) return write(head) && keeps;
  // The head and a whole small body go out together, as real servers do.
  const bool is_plain = !response.chunked && !fault.cut_after && !fault.stall_after &&
                        fault.piece == 0 && !fault.endless;
  if (is_plain && response.body.size() < 65536) {
    return write(head + response.body) && keeps && !fault.claimed_length;
  }
  if (!write(head)) return false;
  if (fault.endless) return send_endless(response);
  return send_body(response, response.body) && keeps;
}

}  // namespace axle::test
