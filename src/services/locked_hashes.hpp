// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "axle/base/error.hpp"
#include "axle/base/reporter.hpp"
#include "axle/fetch/fetch.hpp"
#include "axle/install/plan.hpp"

namespace axle {

/// Warns of wheels that nothing but their name held to a lock: it has no hash of them, or only MD5,
/// which anybody can forge. Says how to do without them.
/// What is built from a folder or a commit has no file that a hash could be of.
void warn_of_weak_hashes(const InstallPlan& plan, Reporter& reporter);

/// Under `--require-hashes`. Errors: `integrity` (E_HASH) for the first of such wheels.
Result<void> check_hashes(const std::vector<WantedPackage>& wanted);

}  // namespace axle
