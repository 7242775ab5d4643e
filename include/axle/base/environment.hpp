// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace axle {

/// The environment variables that a command sees: those of the process, or those a test states. A
/// value.
class Environment {
 public:
  /// Reads the process's variables as they are at each call.
  static Environment of_process() { return Environment{}; }
  static Environment of(std::map<std::string, std::string> variables) {
    Environment environment;
    environment.variables_ = std::move(variables);
    return environment;
  }

  /// None if the variable is not set; a set but empty one is an empty text.
  std::optional<std::string> get(std::string_view name) const;
  /// None if it is not set or empty.
  std::optional<std::string> get_nonempty(std::string_view name) const;
  /// `AXLE_<name>` or else `UV_<name>`, if not empty: axle's own name goes before uv's.
  std::optional<std::string> get_setting(std::string_view name) const;
  /// As get_setting, for "1", "true", "yes", "on" and their opposites (any case); none if unset or
  /// not one of these.
  std::optional<bool> get_flag(std::string_view name) const;

 private:
  std::optional<std::map<std::string, std::string>> variables_;
};

}  // namespace axle
