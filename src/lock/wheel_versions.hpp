// SPDX-License-Identifier: MIT
#pragma once

#include "axle/base/error.hpp"
#include "axle/lock/lockfile.hpp"

namespace axle {

/// Whether the name of each wheel in a lock is of its package's version. Either may lack the local
/// part. Errors: `integrity` naming wheel and package; `invalid_input` for a name that says no
/// version.
Result<void> check_wheel_versions(const Lockfile& lockfile);

}  // namespace axle
