// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "axle/markers/marker.hpp"
#include "axle/model/index_definition.hpp"
#include "axle/resolution/resolve_input.hpp"
#include "axle/versions/version.hpp"
#include "resolution/names.hpp"
#include "resolve/fork_environment.hpp"

namespace axle {

/// The versions that should be kept: those of the input, then those that finished forks decided on.
class Preferences {
 public:
  struct Entry {
    Version version;
    Marker marker;                  ///< where it was decided, without conflict items
    VersionPreference::Index kind;  ///< of the index it came from
    std::string index;              ///< IndexUrl::text() for Index::url
    bool is_of_sibling;             ///< decided by another fork of this resolution
  };

  /// Preferences whose markers do not hold in `one` are left out, if it is not null.
  Preferences(const ResolveInput& input, Interner<PackageName>& names, const OneEnvironment* one);

  /// What a finished fork decided on. `index` is null for a package that comes from no index.
  void add_sibling(NameId name, const Version& version, Marker marker, const IndexUrl* index);

  /// The entries that may be used in `environment`, best first. `pin`: the index that the package
  /// is pinned to, or null.
  std::vector<const Entry*> ranked(NameId name, const IndexUrl* pin,
                                   const ForkEnvironment& environment, bool highest) const;

 private:
  std::vector<Entry>& entries_of(NameId name);

  std::vector<std::vector<Entry>> entries_;  // by NameId
};

}  // namespace axle
