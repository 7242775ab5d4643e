// SPDX-License-Identifier: MIT
#include "provision/resolve_with_builds.hpp"

#include "base/try.hpp"
#include "provision/build_hint.hpp"
#include "provision/building_registry.hpp"
#include "provision/direct_sources.hpp"
#include "services/solve_limits.hpp"

namespace axle {

Result<Resolution> resolve_with_builds(const ResolveInput& input, const ResolverOptions& options,
                                       SourceBuilder& builder, Services& services) {
  TRY(const std::unique_ptr<Registry> known, services.registry(input.indexes, options));
  BuildingRegistry registry(*known, builder);
  DirectSources direct(input.indexes, builder, services);
  TRY(const SolveLimits limits, solve_limits(services.environment()));
  auto resolution = resolve(
      input, {.registry = registry, .reporter = services.reporter(), .direct = &direct}, limits);
  if (!resolution) return std::unexpected(with_build_hint(std::move(resolution).error(), input));
  return resolution;
}

}  // namespace axle
