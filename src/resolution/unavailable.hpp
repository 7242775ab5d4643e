// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "axle/markers/marker.hpp"
#include "axle/versions/version_specifiers.hpp"
#include "resolution/file_verdict.hpp"

namespace axle {

// Why the resolver refuses a package, or some of its versions. Closed sets; the words are
// explain's.

struct NotFoundAnywhere {};  ///< no index has the package
struct NoIndexAllowed {};    ///< `no-index`, and no find-links place has it
struct NotCachedOffline {};  ///< the network may not be used
struct DirectUnreadable {    ///< a path, URL or repository could not be read
  std::string message;
};

struct UnusableFiles {  ///< no file of the version may be used; see AvailableVersion::obstacle
  FileVerdict::Kind obstacle;
  bool is_wheel;       ///< of a wheel (or else of the source distribution)
  std::string yanked;  ///< why it was yanked
};
struct MissingPlatform {  ///< a required environment has no wheel
  Marker environment;
};
struct NoWheelForPython {};  ///< no usable file suits the Python versions of the fork
struct NeedsOtherPython {    ///< Requires-Python of the metadata
  VersionSpecifiers requires_python;
};
struct ImpossibleRequirement {  ///< the version needs something that cannot be: its specifiers
                                ///< leave nothing
  std::string requirement;
};
struct BadMetadata {  ///< the metadata could not be read
  std::string message;
};
struct NeedsBuild {  ///< only a build could tell what a source distribution needs
  std::string filename;
};

using Unavailable = std::variant<NotFoundAnywhere, NoIndexAllowed, NotCachedOffline,
                                 DirectUnreadable, UnusableFiles, MissingPlatform, NoWheelForPython,
                                 NeedsOtherPython, ImpossibleRequirement, BadMetadata, NeedsBuild>;

/// Reasons by solver::ReasonId.
using UnavailableTable = std::vector<Unavailable>;

}  // namespace axle
