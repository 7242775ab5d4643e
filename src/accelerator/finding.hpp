// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace axle {

enum class Severity : std::uint8_t { error, warning, info };

/// "error", "warning", "info".
std::string_view severity_name(Severity severity);

/// Something that doctor has to say about a machine or an environment. A value; codes are stable
/// (docs/accelerators.md lists them).
struct Finding {
  std::string code;
  Severity severity = Severity::info;
  std::string message;  ///< what was found, with names and versions
  std::string hint;     ///< what to do or type next
};

}  // namespace axle
