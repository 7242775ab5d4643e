// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <set>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/markers/marker_environment.hpp"
#include "axle/standards/tags.hpp"
#include "pylock/pylock.hpp"

namespace axle {

/// What of a pylock.toml is wanted, as it is asked for.
struct PylockSelection {
  std::set<ExtraName> extras;
  bool all_extras = false;
  std::set<GroupName> groups;  ///< beside the default ones
  bool default_groups = true;
};

/// The machine to choose for.
struct PylockMachine {
  const MarkerEnvironment& markers;
  const Version& python;
  const CompatibleTags& tags;
};

/// A package that is needed and what to take of it.
struct PylockChoice {
  enum class Source { wheel, sdist, archive, directory, repository };
  std::size_t package;  ///< position in Pylock::packages
  Source source;
  std::size_t wheel = 0;  ///< position in its wheels, if it is one
};

/// The packages for one machine, in the order of the file. Of the wheels the
/// best by tag and build, the first of equals; else the source distribution. Errors:
/// `invalid_input` for a machine or Python that the file, or one of its packages, is not for, for
/// an extra or group that it does not have, and for two entries of one package that are both for
/// the machine; `no_solution` for a package of which no wheel runs there.
Result<std::vector<PylockChoice>> select_pylock(const Pylock& pylock,
                                                const PylockSelection& selection,
                                                const PylockMachine& machine);

}  // namespace axle
