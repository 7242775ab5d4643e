// SPDX-License-Identifier: MIT
// Any bytes as a marker: what is read must be written and read back as the same, and its negation
// too.
#include "axle/markers/marker.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using axle::Marker;

namespace {

void check(Marker marker) {
  if (marker.is_always()) return;
  const auto text = marker.to_text();
  // A marker whose text would be too long exhausts the table for good; nothing can be checked then.
  if (!text || !Marker::check_capacity()) std::exit(0);
  const auto again = Marker::parse(*text);
  // A text may grow beyond what its diagram took to build.
  if (!again && text->size() > 4096) return;
  if (!again || *again != marker) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Longer texts only make the same in more places.
  if (size > 4096) return 0;
  const auto marker = Marker::parse(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!marker) return 0;
  check(*marker);
  check(~*marker);
  check(marker->without_extras());
  if (!(*marker & ~*marker).is_never()) std::abort();
  return 0;
}
