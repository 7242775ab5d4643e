// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "axle/lock/lock.hpp"
#include "axle/project/project.hpp"
#include "axle/resolution/resolution.hpp"
#include "lock/freshness.hpp"

namespace axle {

/// Why a lock has to be made, in lines for `-v`: the reason, unless it is a notice that everybody
/// gets, then what of the project differs.
/// `previous`: the lock that is there; null if there is none.
std::vector<std::string> why_locked_anew(const LockJudgement& judgement, const Lockfile* previous,
                                         const LockBasis& basis);

/// How a resolution came about, in lines for `-v`: how much was looked at, and its forks as a tree,
/// each with what it was split for.
std::vector<std::string> resolution_story(const Resolution& resolution);

}  // namespace axle
