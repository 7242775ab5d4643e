// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/standards/requirement.hpp"
#include "axle/versions/package_name.hpp"
#include "axle/versions/version.hpp"
#include "axle/versions/version_specifiers.hpp"

namespace axle {

/// What a distribution says of itself: METADATA of a wheel, PKG-INFO of a source distribution (PyPA
/// "Core metadata specifications", up to 2.4). A value.
struct CoreMetadata {
  PackageName name;
  std::string written_name;
  Version version;
  std::string metadata_version;
  std::vector<Requirement> requires_dist;
  std::optional<VersionSpecifiers> requires_python;
  std::vector<ExtraName> provides_extras;
  std::vector<std::string> dynamic;  ///< field names in lower case
  /// All other fields in order, names as written; unfolded. Descriptions of any size are cut at 4
  /// KiB.
  std::vector<std::pair<std::string, std::string>> fields;

  static constexpr std::size_t max_bytes = std::size_t{16} << 20;

  /// Tolerant of what real files hold (old spellings of requirements, CRLF, unknown fields), strict
  /// about what is needed. At most `max_bytes`, 20,000 requirements. Linear in `text`. Errors:
  /// `invalid_input` naming the field and its value.
  static Result<CoreMetadata> parse(std::string_view text);
  /// The first field of that name (any case), or empty.
  std::string_view field(std::string_view name) const;
};

}  // namespace axle
