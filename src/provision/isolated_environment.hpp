// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "axle/base/error.hpp"
#include "build/build_environment.hpp"
#include "provision/source_builder.hpp"
#include "services/services.hpp"

namespace axle {

/// A virtual environment of its own with these packages, chosen by the resolver and put there by
/// the installer; gone when the value goes. What has no wheel is built by `builder` first. `tree`:
/// what it is for; a path in a later requirement is relative to it. Errors: those of resolving,
/// fetching and installing.
Result<std::unique_ptr<BuildEnvironment>> isolated_environment(
    std::vector<SourcedRequirement> requirements, const std::filesystem::path& tree,
    SourceBuilder& builder, Services& services);

/// The environment of `interpreter` as it is (`--no-build-isolation`).
std::unique_ptr<BuildEnvironment> shared_environment(const Interpreter& interpreter);

}  // namespace axle
