// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "explain/explain.hpp"
#include "solver/derivation.hpp"

namespace axle {

/// What could help with a failure: one sentence each, without repetition, in the order in which
/// `proof` (as it is shown) gives occasion to them. First those that uv gives too, then what only
/// axle looks for.
std::vector<std::string> hints_for(const solver::Derivation& proof, const ExplainFacts& facts);

}  // namespace axle
