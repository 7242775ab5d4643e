// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "accelerator/catalog.hpp"
#include "accelerator/installed_set.hpp"
#include "accelerator/machine.hpp"
#include "accelerator/system_root.hpp"
#include "axle/base/error.hpp"
#include "axle/python/interpreter.hpp"
#include "services/services.hpp"

namespace axle {

/// A machine and where it was looked at. `recorded` is the environment that a recorded machine
/// brings; none for the real one, and for a profile that says nothing of one.
struct LookedAtMachine {
  std::unique_ptr<SystemRoot> root;
  Machine machine;
  std::optional<InstalledSet> recorded;
};

/// The data on builds: AXLE_ACCELERATOR_DATA, else `accelerator-data` in the `[tool.axle]` of the
/// nearest pyproject.toml (relative to it), else what the program brings. Errors: those of
/// Catalog::read.
Result<Catalog> accelerator_catalog(Services& services);

/// This machine, or a recorded one: `profile` is the name of a built-in one, a file or a folder.
/// Errors: those of open_profile.
Result<LookedAtMachine> look_at_machine(const std::optional<std::string>& profile,
                                        const Catalog& catalog, Services& services);

/// What is installed in an environment, as far as accelerators go: names and versions, the build of
/// torch, and what torch pins. Errors: those of installed_distributions.
Result<InstalledSet> installed_set(const Interpreter& interpreter);

/// The arm of the torch below a `site-packages` by its torch/version.py; empty without one.
std::string arm_of_torch_in(const std::filesystem::path& site);

}  // namespace axle
