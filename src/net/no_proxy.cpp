// SPDX-License-Identifier: MIT
#include "net/no_proxy.hpp"

#include <arpa/inet.h>

#include <array>
#include <cstddef>
#include <optional>
#include <string>

#include "base/text.hpp"

namespace axle {
namespace {

struct Address {
  std::array<unsigned char, 16> bytes{};
  unsigned bits = 0;  ///< 32 or 128
};

std::optional<Address> address_of(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  const std::string copy(text);
  Address address;
  if (::inet_pton(AF_INET, copy.c_str(), address.bytes.data()) == 1) {
    address.bits = 32;
    return address;
  }
  if (::inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1) {
    address.bits = 128;
    return address;
  }
  return std::nullopt;
}

bool is_in_network(const Address& host, const Address& network, unsigned prefix) {
  if (host.bits != network.bits || prefix > host.bits) return false;
  for (std::size_t i = 0; prefix > 0; ++i) {
    const unsigned bits = prefix < 8 ? prefix : 8;
    const auto mask = static_cast<unsigned char>(0xFF00U >> bits);
    if ((host.bytes[i] & mask) != (network.bytes[i] & mask)) return false;
    prefix -= bits;
  }
  return true;
}

bool covers_address(std::string_view item, const Address& host) {
  const std::size_t slash = item.find('/');
  const auto network = address_of(item.substr(0, slash));
  if (!network) return false;
  if (slash == std::string_view::npos) return is_in_network(host, *network, network->bits);
  const auto prefix = parse_unsigned(item.substr(slash + 1));
  return prefix && *prefix <= network->bits &&
         is_in_network(host, *network, static_cast<unsigned>(*prefix));
}

bool covers_name(std::string_view item, std::string_view host) {
  if (item.starts_with("*.")) item.remove_prefix(1);
  if (item.starts_with('.')) item.remove_prefix(1);
  if (item.ends_with('.')) item.remove_suffix(1);
  const std::string wanted = ascii_lower(item);
  return !wanted.empty() && (host == wanted || host.ends_with("." + wanted));
}

/// Takes a port off the end of `item`; none if it has none.
std::optional<std::uint64_t> take_port(std::string_view& item) {
  const std::size_t colon = item.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  // The colons of an IPv6 address start no port, unless it is in brackets.
  const bool is_plain = item.find(':') == colon && item.find('/') == std::string_view::npos;
  if (!is_plain && (colon == 0 || item[colon - 1] != ']')) return std::nullopt;
  const auto port = parse_unsigned(item.substr(colon + 1));
  if (port) item = item.substr(0, colon);
  return port;
}

}  // namespace

bool is_exempt_from_proxy(const Url& url, std::string_view list) {
  std::string_view host = url.host();
  if (host.ends_with('.')) host.remove_suffix(1);
  const auto address = address_of(host);
  const std::string items = replace_all(list, ",", " ");
  for (std::string_view item : split_on_space(items)) {
    if (item == "*") return true;
    const auto port = take_port(item);
    if (port && *port != url.effective_port()) continue;
    if (address ? covers_address(item, *address) : covers_name(item, host)) return true;
  }
  return false;
}

}  // namespace axle
