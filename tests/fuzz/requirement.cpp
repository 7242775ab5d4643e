// SPDX-License-Identifier: MIT
// Any bytes as a requirement: the normal form of what is read is read back to the same.
#include "axle/standards/requirement.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "axle/standards/lenient.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 4096) return 0;  // longer ones only make the same in more places
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto requirement = axle::Requirement::parse(text);
  const auto lenient = axle::parse_lenient_requirement(text);
  if (requirement && !lenient) std::abort();
  if (!requirement || !axle::Marker::check_capacity()) return 0;
  const std::string normal = requirement->to_string();
  const auto again = axle::Requirement::parse(normal);
  // The text of a marker may grow beyond what its diagram took to build.
  if (!again && normal.size() > 4096) return 0;
  if (!again || again->to_string() != normal) std::abort();
  return 0;
}
