// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "axle/base/error.hpp"
#include "axle/install/plan.hpp"
#include "axle/python/interpreter.hpp"
#include "provision/change_environment.hpp"
#include "services/services.hpp"

namespace axle {

/// Says of every package of a change that is built, or that is a wheel from a path or URL, what it
/// must come from, and reads of those that are installed what they came from: so that the plan can
/// tell. Errors: those of
/// SourceBuilder::notes.
Result<void> compare_builds(EnvironmentChange& change, std::vector<InstalledPackage>& installed,
                            const Interpreter& interpreter, Services& services);

/// Builds the wheels that a plan wants and that are not there yet, for `interpreter`, as the change
/// has it. Errors: those of SourceBuilder::wheel.
Result<void> build_planned(InstallPlan& plan, const EnvironmentChange& change,
                           const Interpreter& interpreter, Services& services);
/// The same for one of build requirements, whose own are built by `builder` too.
Result<void> build_planned(InstallPlan& plan, class SourceBuilder& builder);

/// Whether `no-build-isolation-package` names something that the change builds: it is built in the
/// environment itself, after all else is installed.
bool has_builds_in_place(const EnvironmentChange& change);
/// The change without those, which stay as they are; then all of it.
EnvironmentChange before_builds_in_place(const EnvironmentChange& change);
EnvironmentChange with_builds_in_place(EnvironmentChange change);
/// Whether anything is built in the environment itself, which then has to be there before; and what
/// is put into a new one before that: without isolation nothing, as in uv.
bool needs_environment(const EnvironmentChange& change);
EnvironmentChange before_environment(const EnvironmentChange& change);
/// Two changes one after the other, told as one.
EnvironmentOutcome joined(EnvironmentOutcome first, EnvironmentOutcome second);

}  // namespace axle
