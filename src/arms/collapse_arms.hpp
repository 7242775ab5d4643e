// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/project/project.hpp"
#include "services/services.hpp"

namespace axle {

/// A pyproject.toml with `accelerators` in the place of conflicting extras.
struct CollapsedProject {
  std::string text;
  std::vector<std::string> accelerators;  ///< in the order of the conflict
};

/// The reverse of arms_in_uv_words(): a set of conflicting extras, each of which leads the family
/// to the index of an accelerator, becomes `[tool.axle] accelerators`. What all extras ask for
/// becomes a dependency of the project, what one asks for a dependency of its accelerator;
/// requirements of the family that only pin a release which the lock pins as well go. Every other
/// byte stays. `text`: of the project's root. Errors: `invalid_input` where something would be
/// lost: it is named.
Result<CollapsedProject> collapse_arms(const std::string& text, const Project& project,
                                       Services& services);

}  // namespace axle
