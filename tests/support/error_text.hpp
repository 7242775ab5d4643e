// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "axle/base/error.hpp"

namespace axle::test {

/// All messages of an error and its causes, and its hints, one below the other.
inline std::string whole_text(const Error& error) {
  std::string text = error.message;
  for (auto cause = error.cause; cause; cause = cause->cause) text += "\n" + cause->message;
  for (const std::string& hint : error.hints) text += "\nhint: " + hint;
  return text;
}

inline bool says(const Error& error, std::string_view part) {
  return whole_text(error).find(part) != std::string::npos;
}

}  // namespace axle::test
