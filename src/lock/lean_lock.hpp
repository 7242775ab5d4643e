// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "axle/lock/lockfile.hpp"

namespace axle {

/// Takes out of a lock what uv leaves out under `preview`: the metadata that it repeats. Extras and
/// groups of source trees and archives stay, by name, if they need nothing.
void make_lean(Lockfile& lockfile);

/// Of `dependency-metadata` what is about locked packages.
std::vector<LockedStatedMetadata> used_metadata(const Lockfile& lockfile,
                                                const std::vector<LockedStatedMetadata>& stated);

/// Whether the edges of a locked member still answer what it asks for: the same extras and groups
/// by name; for every requirement, where it applies, a version that it allows from where it says,
/// with its extras; and no edge that nobody asks for. With overrides or exclusions in the lock only
/// a member without requirements is answered, as they stand for others.
bool edges_answer(const Lockfile& lockfile, const LockedPackage& member,
                  const LockedMetadata& asked);

}  // namespace axle
