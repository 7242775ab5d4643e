// SPDX-License-Identifier: MIT
#pragma once

#include "axle/python/interpreter.hpp"
#include "axle/resolution/resolve_input.hpp"
#include "locking/locking.hpp"

namespace axle {

/// Those that exclude something: a group that includes both sides of a conflict conflicts with
/// nothing but itself.
Conflicts conflicts_to_resolve(const Conflicts& conflicts);

/// The requirements of a workspace for all environments. `project`: that of the
/// request, with what backends say of it.
ResolveInput universal_input(const LockRequest& request, const Project& project,
                             const Interpreter& interpreter, const RequiresPython& requires_python,
                             const Services& services);

}  // namespace axle
