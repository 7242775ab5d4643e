// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <vector>

#include "axle/markers/marker.hpp"
#include "axle/versions/package_name.hpp"

namespace axle {

/// Who asks for a package, or limits it: "-r requirements.in", "-c limits.txt",
/// "demo (pyproject.toml)".
struct RequirementOrigin {
  PackageName package;
  Marker marker;  ///< where it does
  std::string text;
};

/// What the output of a resolution repeats of what was asked for.
struct RequirementOrigins {
  std::vector<RequirementOrigin> names;
  /// Places of packages that are of no index, as the user wrote them, by their full URL or absolute
  /// path: variables and relative paths are not expanded.
  std::map<std::string, std::string> written;
  /// Commits of repositories, by what a lock calls the source without its commit.
  std::map<std::string, std::string> commits = {};
};

}  // namespace axle
