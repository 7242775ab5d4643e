// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "axle/index/package_page.hpp"
#include "axle/markers/marker.hpp"
#include "axle/standards/requires_python.hpp"

namespace axle {

/// A wheel whose METADATA stands for what is installed where `where` holds.
struct PlacedWheel {
  Marker where;
  const DistributionFile* file;  ///< one of the version's
};

/// Of which wheels of a version METADATA has to be read, so that it is known what is asked for on
/// each platform of accelerators and each Python of the project, and where each of them counts.
/// Wheels whose METADATA has the same hash (PEP 658) count as one; empty if that leaves `own`
/// alone.
///
/// Where an index states no hash, METADATA can only be read to be compared: with `reads_unstated`
/// that of one wheel for each platform, of the Python of `own`; else what `own` says is taken for
/// the rest. Where a platform has no wheel, a source distribution is taken to ask for what `own`
/// does.
///
/// At most one wheel for each platform and each minor version of Python. Linear in the wheels for
/// each of these.
std::vector<PlacedWheel> placed_wheels(const VersionFiles& files, const DistributionFile& own,
                                       const RequiresPython& requires_python, bool reads_unstated);

}  // namespace axle
