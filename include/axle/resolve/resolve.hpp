// SPDX-License-Identifier: MIT
#pragma once

#include "axle/base/error.hpp"
#include "axle/base/reporter.hpp"
#include "axle/index/registry.hpp"
#include "axle/resolution/resolution.hpp"
#include "axle/resolution/resolve_input.hpp"

namespace axle {

/// What the resolver asks while it works. All of it outlives the call.
struct ResolveServices {
  Registry& registry;
  Reporter& reporter;
  DirectReader* direct = nullptr;  ///< null: a requirement on a path, URL or repository is an error
                                   ///< unless the input knows it
};

/// One version of every package that is needed, for one environment or for all.
/// The same input and the same indexes give the same value, to the order of its parts.
/// Errors: `no_solution`, with the proof in words; `invalid_input` for sources that contradict each
/// other (two indexes or two URLs for one package in one fork); whatever the registry failed with.
Result<Resolution> resolve(const ResolveInput& input, const ResolveServices& services);

}  // namespace axle
