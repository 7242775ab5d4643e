// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <vector>

#include "axle/project/project.hpp"
#include "axle/resolution/resolve_input.hpp"
#include "lock/freshness.hpp"
#include "services/services.hpp"

namespace axle {

/// What a first lock builds on.
struct FirstPreferences {
  std::vector<VersionPreference> versions;
  std::map<std::string, std::string> commits;  ///< as in BuildUse::commits
};

/// The versions and commits of the poetry.lock beside the project's file, without those that the
/// wishes want anew; nothing if there is none. One that cannot be read is only warned of.
FirstPreferences poetry_preferences(const Project& project, const LockWishes& wishes,
                                    Services& services);

}  // namespace axle
