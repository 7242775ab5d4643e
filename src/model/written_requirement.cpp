// SPDX-License-Identifier: MIT
#include "model/written_requirement.hpp"

namespace axle {

Requirement written_requirement(const SourcedRequirement& sourced) {
  Requirement requirement{.name = sourced.name,
                          .written_name = sourced.name.text(),
                          .extras = sourced.extras,
                          .written_extras = {},
                          .specifiers = {},
                          .url = std::nullopt,
                          .marker = sourced.marker,
                          .marker_text = {}};
  if (const RegistrySource* registry = sourced.registry())
    requirement.specifiers = registry->specifiers;
  return requirement;
}

}  // namespace axle
