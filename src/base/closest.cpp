// SPDX-License-Identifier: MIT
#include "base/closest.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace axle {

std::string_view closest(std::string_view written, std::span<const std::string_view> known) {
  constexpr std::size_t longest = 64;  // nobody misspells that much
  if (written.size() > longest) return {};
  std::string_view best;
  unsigned fewest = std::max<unsigned>(3, static_cast<unsigned>(written.size() / 3) + 1);
  for (const std::string_view name : known) {
    const unsigned edits = edit_distance(written, name);
    if (edits >= fewest) continue;
    fewest = edits;
    best = name;
  }
  return best;
}

}  // namespace axle
