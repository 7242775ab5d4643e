// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "axle/base/error.hpp"
#include "axle/versions/package_name.hpp"
#include "axle/versions/version.hpp"

namespace axle {

/// The file name of a source distribution: `{name}-{version}.tar.gz` (PEP 625), or one of the older
/// kinds of archive.
struct SdistFilename {
  PackageName name;
  Version version;
  std::string extension;  ///< "tar.gz", "zip", "tar.bz2" …

  /// `package` tells where the name ends, for old names have dashes in them. Errors:
  /// `invalid_input`.
  static Result<SdistFilename> parse(std::string_view text, const PackageName& package);
  /// Whether a current index would still take this kind of archive (`.tar.gz`, and `.zip` as before
  /// PEP 625).
  bool is_pep625() const { return extension == "tar.gz" || extension == "zip"; }
  friend bool operator==(const SdistFilename&, const SdistFilename&) = default;
};

/// The extension of an archive of sources, without its dot; empty if `filename` has none of them.
std::string_view sdist_extension(std::string_view filename);

}  // namespace axle
