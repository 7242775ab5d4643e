// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "axle/versions/version.hpp"
#include "axle/versions/version_specifiers.hpp"

namespace axle {

/// How the versions of a dependency are limited that is added without saying which
/// (`--bounds`, `tool.uv.add-bounds`).
enum class VersionBounds : std::uint8_t {
  lower,  ///< `>=1.2.3`
  major,  ///< `>=1.2.3,<2.0.0`; the first number that is not 0 counts as the major one
  minor,  ///< `>=1.2.3,<1.3.0`
  exact,  ///< `==1.2.3`
};
std::optional<VersionBounds> parse_version_bounds(std::string_view text);

/// The bounds around a version, without its local label. The upper one has as many numbers as the
/// version's release, or as many as it needs.
VersionSpecifiers bounds_around(const Version& version, VersionBounds bounds);

}  // namespace axle
