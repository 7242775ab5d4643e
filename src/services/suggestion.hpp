// SPDX-License-Identifier: MIT
#pragma once

#include <fmt/format.h>

#include <string>

#include "base/text.hpp"

namespace axle {

/// "did you mean `numpy`?", if one of the names is close to what was written; else empty.
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
  return best.empty() ? std::string() : fmt::format("did you mean `{}`?", best);
}

}  // namespace axle
