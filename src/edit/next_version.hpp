// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/versions/version.hpp"

namespace axle {

/// One `--bump COMPONENT[=VALUE]`.
struct VersionBump {
  enum class Component : std::uint8_t { major, minor, patch, stable, alpha, beta, rc, post, dev };
  Component component;
  std::optional<std::uint64_t> value;  ///< none: one more

  /// Errors: `invalid_input` for another component, or a value that is no number.
  static Result<VersionBump> parse(std::string_view text);
  std::string to_string() const;
};

/// The version after these steps: first a release number (those behind it become 0, nothing of a
/// pre-, post- or developmental release stays), then a pre-release, then `dev`; `stable` and `post`
/// stand alone. A local label stays. Errors: `invalid_input` for steps that do not go together, and
/// if the result is not higher than `version`.
Result<Version> next_version(const Version& version, const std::vector<VersionBump>& bumps);

}  // namespace axle
