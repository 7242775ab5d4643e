// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "axle/base/error.hpp"
#include "axle/install/plan.hpp"
#include "operations/source_builder.hpp"

namespace axle {

/// Says of every package that is built what it must have been built from, and reads of those that
/// are installed what they were built from: so that the plan can tell. Errors: those of
/// SourceBuilder::notes.
Result<void> compare_builds(std::vector<WantedPackage>& wanted,
                            std::vector<InstalledPackage>& installed, const SourceBuilder& builder);

/// Builds the wheels that a plan wants and that are not there yet. Errors: those of the builder.
Result<void> build_planned(InstallPlan& plan, SourceBuilder& builder);

}  // namespace axle
