// SPDX-License-Identifier: MIT
#include "lock/implied_requirements.hpp"

#include <algorithm>

#include "axle/versions/version_range.hpp"

namespace axle {
namespace {

bool pins_a_version(const LockedRequirement& requirement) {
  return std::ranges::any_of(requirement.specifiers.items(), [](const VersionSpecifier& clause) {
    return clause.op == Operator::equal || clause.op == Operator::arbitrary_equal;
  });
}

/// Requirements of an extra have edges of their own, which those of the package do not stand for.
bool is_of_an_extra(const LockedRequirement& requirement) {
  return requirement.marker.assume_all_extras(false).is_never();
}

/// Of two requirements of one name.
bool implies(const LockedRequirement& one, const LockedRequirement& other) {
  return one.groups == other.groups && one.kind == other.kind && one.text == other.text &&
         one.subdirectory == other.subdirectory && one.conflict == other.conflict &&
         (other.extras.empty() || other.extras == one.extras) &&
         is_of_an_extra(one) == is_of_an_extra(other) && other.marker.implies(one.marker) &&
         !pins_a_version(one) &&
         VersionRange::from(one.specifiers).is_subset_of(VersionRange::from(other.specifiers));
}

}  // namespace

std::vector<LockedRequirement> without_implied(std::vector<LockedRequirement> requirements,
                                               const PythonBounds& python) {
  for (LockedRequirement& requirement : requirements)
    requirement.marker = requirement.marker.simplify_python(python);
  std::ranges::sort(requirements);
  const auto repeated = std::ranges::unique(requirements);
  requirements.erase(repeated.begin(), repeated.end());
  for (auto one = requirements.begin(); one != requirements.end();) {
    const auto same_name =
        std::ranges::equal_range(requirements, one->name, {}, &LockedRequirement::name);
    const bool is_implied = std::ranges::any_of(same_name, [&](const LockedRequirement& other) {
      return &other != &*one && implies(other, *one);
    });
    one = is_implied ? requirements.erase(one) : one + 1;
  }
  return requirements;
}

}  // namespace axle
