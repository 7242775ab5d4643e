// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "axle/lock/lock.hpp"

namespace axle {

/// What a project says that its lock does not repeat, and the other way round, one line each: for
/// those who ask why a lock does not hold. What only the command line or the indexes changed is not
/// among it.
std::vector<std::string> lock_differences(const Lockfile& lockfile, const LockBasis& basis);

}  // namespace axle
