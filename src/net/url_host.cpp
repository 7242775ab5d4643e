// SPDX-License-Identifier: MIT
#include "net/url_host.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/text.hpp"

namespace axle {
namespace {

using Pieces = std::array<std::uint16_t, 8>;

/// The longest run of two or more zero pieces, the first of the longest (RFC 5952); {8, 8} if none.
std::pair<std::size_t, std::size_t> longest_zeros(const Pieces& pieces) {
  std::pair<std::size_t, std::size_t> best{8, 8};
  for (std::size_t start = 0; start < 8; ++start) {
    std::size_t end = start;
    while (end < 8 && pieces[end] == 0) ++end;
    if (end - start >= 2 && end - start > best.second - best.first) best = {start, end};
    start = end;
  }
  return best;
}

std::optional<std::string> ipv6(std::string_view text) {
  in6_addr address{};
  if (::inet_pton(AF_INET6, std::string(text).c_str(), &address) != 1) return std::nullopt;
  Pieces pieces{};
  for (std::size_t i = 0; i < 8; ++i) {
    pieces[i] =
        static_cast<std::uint16_t>(address.s6_addr[2 * i] << 8 | address.s6_addr[2 * i + 1]);
  }
  const auto [zeros, after] = longest_zeros(pieces);
  std::string out = "[";
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == zeros) {
      out += i == 0 ? "::" : ":";
      i = after - 1;
      continue;
    }
    out += fmt::format("{:x}", pieces[i]);
    if (i != 7) out += ':';
  }
  return out + "]";
}

bool is_forbidden(char c) {
  constexpr std::string_view listed = " #/:<>?@[\\]^|%\x7f";
  return static_cast<unsigned char>(c) < 0x20 || listed.find(c) != std::string_view::npos;
}

/// Whether the last label is a number, so that all of it must be an IPv4 address.
bool ends_in_number(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  const std::string_view last = host.substr(host.rfind('.') + 1);
  if (last.empty()) return false;
  if (std::ranges::all_of(last, is_ascii_digit)) return true;
  return last.starts_with("0x") &&
         last.find_first_not_of("0123456789abcdef", 2) == std::string_view::npos;
}

}  // namespace

std::optional<std::string> normal_host(std::string_view text) {
  if (text.starts_with('[')) {
    if (!text.ends_with(']')) return std::nullopt;
    return ipv6(text.substr(1, text.size() - 2));
  }
  const std::string host = ascii_lower(percent_decode(text));
  if (host.empty() || host.size() > 255) return std::nullopt;
  const auto is_foreign = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
  if (std::ranges::any_of(host, is_forbidden) || std::ranges::any_of(host, is_foreign))
    return std::nullopt;
  in_addr address{};
  if (ends_in_number(host) && ::inet_pton(AF_INET, host.c_str(), &address) != 1)
    return std::nullopt;
  return host;
}

std::optional<std::string> opaque_host(std::string_view text) {
  if (text.starts_with('[')) return normal_host(text);
  std::string host(text);
  // Percent-escapes are fine here; nothing is decoded.
  if (std::ranges::any_of(host, [](char c) { return c != '%' && is_forbidden(c); }))
    return std::nullopt;
  return host;
}

}  // namespace axle
