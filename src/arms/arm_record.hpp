// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "axle/base/error.hpp"

namespace axle {

/// What an environment was made for, kept in it, so that later commands keep to it.
struct ArmRecord {
  std::string accelerator;  ///< "cu126"
  std::string by;           ///< who decided: "option", "variable", "machine", "profile", "default"
  std::string why;          ///< one line for people
  std::string machine;      ///< fingerprint of the machine that it was decided on; may be empty
  /// Only because a fault keeps the machine's devices from being used: to be decided again each
  /// time, not kept.
  bool is_provisional = false;

  friend bool operator==(const ArmRecord&, const ArmRecord&) = default;
};

/// The file's name in the directory of an environment.
constexpr std::string_view arm_record_name = ".axle-accelerator";

/// None if the environment has none, or one that cannot be read as such (at most 64 KiB).
std::optional<ArmRecord> read_arm_record(const std::filesystem::path& environment);

/// Does nothing if the same is kept already. Errors: `io`.
Result<void> keep_arm_record(const std::filesystem::path& environment, const ArmRecord& record);

/// Does nothing if none is kept. Errors: `io`.
Result<void> forget_arm_record(const std::filesystem::path& environment);

}  // namespace axle
