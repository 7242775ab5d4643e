// SPDX-License-Identifier: MIT
#pragma once

#include "axle/base/error.hpp"
#include "axle/resolve/resolve.hpp"
#include "resolution/unavailable.hpp"
#include "resolve/fork_state.hpp"
#include "resolve/manifest.hpp"
#include "resolve/provider.hpp"
#include "solver/derivation.hpp"

namespace axle {

/// The fork that has no solution, and what was known in it. Everything outlives the call.
struct FailedFork {
  const ForkState& state;
  const ResolveInput& input;
  const ConflictTable& conflicts;
  const Manifest& manifest;
  const Provider& provider;
  const UnavailableTable& reasons;
};

/// The proof in words, as the error that ends the resolution.
Error explain_no_solution(const solver::Derivation& proof, const FailedFork& fork,
                          PackageTable& table, const ResolveServices& services);

}  // namespace axle
