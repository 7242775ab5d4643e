// SPDX-License-Identifier: MIT
#pragma once

#include "axle/markers/marker.hpp"
#include "resolution/package_table.hpp"
#include "solver/state.hpp"

namespace axle {

/// Where a package is needed as far as a fork knows: markers carried from the root along the
/// dependencies that were recorded so far, of whatever version. `never` if nothing leads to it yet.
Marker find_environments(const solver::State& solver, const PackageTable& table,
                         solver::PackageId package);

}  // namespace axle
