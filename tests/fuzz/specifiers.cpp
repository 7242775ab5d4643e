// SPDX-License-Identifier: MIT
// Any bytes as version specifiers, strictly and leniently: what is read prints, is read back, and
// its range is that of the text and no other's.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "axle/standards/lenient.hpp"
#include "axle/standards/requires_python.hpp"
#include "axle/versions/version_range.hpp"

using namespace axle;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto specifiers = parse_lenient_specifiers(text);
  if (!specifiers) return 0;
  const auto again = VersionSpecifiers::parse(specifiers->to_string());
  if (!again || *again != *specifiers) std::abort();
  if (specifiers->items().size() > 50) return 0;
  const VersionRange range = VersionRange::from(*specifiers);
  if (range.complement().complement() != range) std::abort();
  if (!range.intersect(range.complement()).is_empty()) std::abort();
  for (const VersionSpecifier& item : specifiers->items())
    if (!item.is_plain_text && item.op != Operator::arbitrary_equal &&
        range.contains(item.version) != specifiers->contains(item.version, true))
      std::abort();
  range.to_string();
  RequiresPython::from(*specifiers).to_string();
  return 0;
}
