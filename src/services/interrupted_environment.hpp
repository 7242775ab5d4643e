// SPDX-License-Identifier: MIT
#pragma once

#include "axle/python/interpreter.hpp"
#include "services/services.hpp"

namespace axle {

/// Warns if an installation in the environment was interrupted or is under way: what is read there
/// is neither the old state nor the new one. For who does not change it, and so cannot complete it.
void warn_if_interrupted(const Interpreter& interpreter, Services& services);

}  // namespace axle
