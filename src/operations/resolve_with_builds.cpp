// SPDX-License-Identifier: MIT
#include "operations/resolve_with_builds.hpp"

#include "base/try.hpp"
#include "operations/building_registry.hpp"
#include "operations/direct_sources.hpp"

namespace axle {

Result<Resolution> resolve_with_builds(const ResolveInput& input, const ResolverOptions& options,
                                       SourceBuilder& builder, Services& services) {
  TRY(const std::unique_ptr<Registry> known, services.registry(input.indexes, options));
  BuildingRegistry registry(*known, builder);
  DirectSources direct(input.indexes, builder, services);
  return resolve(input, {.registry = registry, .reporter = services.reporter(), .direct = &direct});
}

}  // namespace axle
