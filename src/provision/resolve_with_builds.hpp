// SPDX-License-Identifier: MIT
#pragma once

#include "axle/base/error.hpp"
#include "axle/resolve/resolve.hpp"
#include "provision/source_builder.hpp"
#include "services/options.hpp"
#include "services/services.hpp"

namespace axle {

/// Resolves; what only a build can tell, `builder` builds. Says nothing. Errors: those of resolve
/// and of the builder.
Result<Resolution> resolve_with_builds(const ResolveInput& input, const ResolverOptions& options,
                                       SourceBuilder& builder, Services& services);

}  // namespace axle
