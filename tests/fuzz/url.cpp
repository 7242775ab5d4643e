// SPDX-License-Identifier: MIT
// Two lines: a base and a reference. What is accepted is in normal form: parsing it again changes
// nothing.
#include "net/url.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {
void check(const axle::Url& url) {
  const std::string text = url.to_string();
  const auto again = axle::Url::parse(text);
  if (!again || again->to_string() != text || again->origin() != url.origin()) std::abort();
  if (url.is_http() && url.host().empty()) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = text.find('\n');
  const auto base = axle::Url::parse(text.substr(0, line));
  if (!base) return 0;
  check(*base);
  if (line == std::string_view::npos) return 0;
  const auto joined = base->join(text.substr(line + 1));
  if (!joined) return 0;
  check(*joined);
  // No login may follow to another origin, unless the reference states one itself.
  if (!axle::is_same_origin(*base, *joined) && !base->user_info().empty() &&
      joined->user_info() == base->user_info())
    std::abort();
  return 0;
}
