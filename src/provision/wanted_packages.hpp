// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "axle/base/environment.hpp"
#include "axle/base/error.hpp"
#include "axle/install/plan.hpp"
#include "axle/model/distribution_file.hpp"
#include "axle/python/interpreter.hpp"
#include "axle/resolution/resolution.hpp"
#include "build/package_source.hpp"

namespace axle {

/// What is left out of an installation, and what to do where no wheel is.
struct Omissions {
  std::set<PackageName> packages;  ///< not installed; what they need is
  bool local = false;              ///< nor anything from a path or directory
  /// Commits of repositories, by what a lock calls them without the commit.
  std::map<std::string, std::string> commits = {};
};

/// The packages of a resolution for one environment, as the installer wants them, by name. Virtual
/// ones and those left out are missing; those that have no wheel say what they are built from.
Result<std::vector<WantedPackage>> wanted_packages(const Resolution& resolution,
                                                   const Omissions& omissions);

/// A package that is built from an archive at a path or URL. Errors: `invalid_input` for a bad URL.
Result<WantedPackage> archive_to_build(const PackageName& name, const Version& version,
                                       const RequirementSource& source,
                                       std::vector<FileHash> hashes);

/// A package that is built once it is needed. `version`: none if only the build tells.
WantedPackage to_build(PackageSource source);

/// UV_SKIP_WHEEL_FILENAME_CHECK: FetchServices::any_version.
bool takes_any_version(const Environment& environment);

/// The version that counts: of a lock or of the wheel's contents, which may lack the local part.
Version version_of_wheel(const WheelFilename& wheel, const Version& stated);

/// A wheel of an index.
WheelToFetch wheel_to_fetch(const DistributionFile& file);

/// What direct_url.json says of a wheel that is named by its URL or path.
DirectUrl direct_reference_to(const WheelToFetch& wheel);

/// The error for a package of which there is no wheel for this machine.
std::unexpected<Error> needs_build(const PackageName& name, const Version& version,
                                   std::string_view why);

}  // namespace axle
