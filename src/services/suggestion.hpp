// SPDX-License-Identifier: MIT
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <vector>

#include "base/text.hpp"

namespace axle {

/// "did you mean `numpy`?", if one of the names is close to what was written; else, if they are
/// few, all of them; empty if there are none.
template <class Names>
std::string suggestion(const std::string& wanted, const Names& known) {
  std::string best;
  unsigned distance = 3;
  for (const auto& name : known) {
    const unsigned d = edit_distance(wanted, name.text());
    if (d < distance) {
      distance = d;
      best = name.text();
    }
  }
  if (!best.empty()) return fmt::format("did you mean `{}`?", best);
  constexpr std::size_t few = 10;
  if (known.empty() || known.size() > few) return {};
  std::vector<std::string> all;
  for (const auto& name : known) all.push_back(fmt::format("`{}`", name.text()));
  return "use " + join_in_words(all, "or");
}

}  // namespace axle
