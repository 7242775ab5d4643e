// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "base/try.hpp"

namespace axle {

/// The names that an option was given: packages, extras or groups, each once.
/// Errors: `invalid_input` for the first that is none.
template <class Name>
Result<std::set<Name>> parse_names(const std::vector<std::string>& texts) {
  std::set<Name> names;
  for (const std::string& text : texts) {
    TRY(Name name, Name::parse(text));
    names.insert(std::move(name));
  }
  return names;
}

}  // namespace axle
