// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "explain/wheel_fit.hpp"
#include "resolution/unavailable.hpp"
#include "solver/ids.hpp"

namespace axle {

/// "has no wheels with a matching platform tag", or of several versions "have …". `misfit` is where
/// the wheels fail, if it is their tags. Texts from outside are escaped.
std::string unavailable_words(const Unavailable& reason, bool is_plural, WheelMisfit misfit);

/// Whether it says something about the package rather than about some versions of it.
bool concerns_whole_package(const Unavailable& reason);
/// Whether the wheels fail by their tags.
bool concerns_tags(const Unavailable& reason);

/// Whether one sentence can tell both reasons, because they read the same.
bool is_same_reason(const UnavailableTable& reasons, solver::ReasonId first,
                    solver::ReasonId second);

}  // namespace axle
