// SPDX-License-Identifier: MIT
#pragma once

#include <map>

#include "axle/base/error.hpp"
#include "axle/lock/lockfile.hpp"
#include "services/options.hpp"
#include "services/services.hpp"
#include "views/lock_graph.hpp"

namespace axle {

/// For each package of the graph that comes from an index, the newest version that the same index
/// has for the lock's Pythons: neither yanked nor newer than `exclude-newer` allows, and a
/// pre-release only where one is locked or pre-releases are allowed. A package without such a
/// version is left out. Errors: those of Registry::listing.
Result<std::map<PackageName, Version>> latest_versions(const LockGraph& graph,
                                                       const SettingsFlags& options,
                                                       Services& services);

}  // namespace axle
