// SPDX-License-Identifier: MIT
#pragma once

#include "axle/lock/lock.hpp"
#include "axle/lock/lockfile.hpp"

namespace axle {

/// The same lock, or wishes of a project, with every path that is named in full named from `root`:
/// so that two spellings of one place are told to be one.
Lockfile with_relative_places(Lockfile lockfile, const std::filesystem::path& root);
LockBasis with_relative_places(LockBasis basis);

}  // namespace axle
