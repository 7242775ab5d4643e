// SPDX-License-Identifier: MIT
#include "provision/uv_build_bounds.hpp"

#include <utility>

namespace axle {

std::optional<std::string> drop_lower_bound_of_uv_build(
    std::vector<SourcedRequirement>& requirements) {
  for (SourcedRequirement& requirement : requirements) {
    auto* registry = std::get_if<RegistrySource>(&requirement.source);
    if (registry == nullptr || requirement.name.text() != "uv-build") continue;
    std::vector<VersionSpecifier> rest = registry->specifiers.items();
    const auto dropped = std::erase_if(rest, [](const VersionSpecifier& clause) {
      return clause.op == Operator::greater || clause.op == Operator::greater_equal;
    });
    if (dropped == 0) continue;
    std::string before = requirement.name.text() + registry->specifiers.to_string();
    registry->specifiers = VersionSpecifiers(std::move(rest));
    return before;
  }
  return std::nullopt;
}

}  // namespace axle
