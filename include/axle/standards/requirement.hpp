// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/markers/marker.hpp"
#include "axle/versions/package_name.hpp"
#include "axle/versions/version_specifiers.hpp"

namespace axle {

/// A dependency specifier (PEP 508): `name[extra]>=1 ; marker` or `name @ url ; marker`. A value.
struct Requirement {
  PackageName name;
  std::string written_name;                 ///< as it was written
  std::vector<ExtraName> extras;            ///< sorted, each once
  std::vector<std::string> written_extras;  ///< as they were written, in that order
  VersionSpecifiers specifiers;             ///< empty with a URL
  std::optional<std::string> url;
  Marker marker;
  std::string marker_text;  ///< as it was written; empty if there is none

  /// Reads `text` up to its end; also `name (>=1)`. At most 64 KiB and 1,000 extras. Linear in
  /// `text`. Errors: `invalid_input`, naming the place.
  static Result<Requirement> parse(std::string_view text);

  /// The normal form.
  std::string to_string() const;
};

}  // namespace axle
