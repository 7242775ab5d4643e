// SPDX-License-Identifier: MIT
#pragma once

#include "axle/base/error.hpp"
#include "axle/python/interpreter.hpp"
#include "axle/resolve/resolve.hpp"
#include "provision/source_builder.hpp"
#include "services/options.hpp"
#include "services/services.hpp"

namespace axle {

/// For which machine something is chosen: the interpreter's, or one that `--python-version` and
/// `--python-platform` describe.
struct ResolutionTarget {
  OneEnvironment environment;
  Version python;
};
/// A macOS that is only named is the one of MACOSX_DEPLOYMENT_TARGET ("14.0"), else macOS 13.
Result<ResolutionTarget> resolution_target(const Interpreter& interpreter,
                                           const std::optional<std::string>& python_version,
                                           const std::optional<std::string>& platform,
                                           const Environment& environment);

/// The input that the settings fill in: indexes, modes, cutoffs, build options, upgrades.
/// Requirements and environment are the caller's.
ResolveInput resolve_input(const Settings& settings, const ResolutionTarget& target,
                           const Services& services);

/// The versions that `--upgrade-package NAME==VERSION` limits its packages to, for this time only.
std::vector<SourcedRequirement> upgrade_limits(const Settings& settings);

/// Resolves, builds what only a build can tell, says "Resolved n packages in …" (unless
/// `is_silent`) and the warnings.
Result<Resolution> resolve_packages(const ResolveInput& input, const ResolverOptions& options,
                                    SourceBuilder& builder, Services& services,
                                    bool is_silent = false);

/// Says the warnings of a resolution.
void say_warnings(const Resolution& resolution, Services& services);

}  // namespace axle
