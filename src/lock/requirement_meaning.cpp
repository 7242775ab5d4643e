// SPDX-License-Identifier: MIT
#include "lock/requirement_meaning.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "axle/versions/version_range.hpp"

namespace axle {
namespace {

constexpr std::size_t max_demands = 256;

bool pins_a_version(const LockedRequirement& requirement) {
  return std::ranges::any_of(requirement.specifiers.items(), [](const VersionSpecifier& clause) {
    return (clause.op == Operator::equal && !clause.wildcard) ||
           clause.op == Operator::arbitrary_equal;
  });
}

bool names_prerelease(const LockedRequirement& requirement) {
  return std::ranges::any_of(requirement.specifiers.items(), [](const VersionSpecifier& clause) {
    return clause.version.is_prerelease();
  });
}

/// What requirements have in common that act together: everything but versions, extras, markers.
LockedRequirement common_part(const LockedRequirement& requirement) {
  LockedRequirement common = requirement;
  common.extras.clear();
  if (!pins_a_version(requirement)) common.specifiers = {};
  // Requirements of an extra have edges of their own, which those of the package do not stand for.
  if (!requirement.marker.mentions_extras()) common.marker = Marker::always();
  return common;
}

/// What is asked of a package in some environment.
struct Demand {
  VersionRange range = VersionRange::full();
  std::set<ExtraName> extras = {};
  bool has_prerelease = false;

  friend bool operator<(const Demand& a, const Demand& b) {
    return std::tie(a.range, a.extras, a.has_prerelease) <
           std::tie(b.range, b.extras, b.has_prerelease);
  }
  friend bool operator==(const Demand& a, const Demand& b) {
    return a.range == b.range && a.extras == b.extras && a.has_prerelease == b.has_prerelease;
  }
};

/// What is asked where; nothing in environments that are not in it.
using Demands = std::map<Demand, Marker>;

void add_to(Demands& demands, const Demand& demand, Marker marker) {
  if (marker.is_never()) return;
  Marker& known = demands.try_emplace(demand, Marker::never()).first->second;
  known |= marker;
}

Demands with(const Demands& before, const LockedRequirement& requirement) {
  const Demand own{.range = VersionRange::from(requirement.specifiers),
                   .extras = {requirement.extras.begin(), requirement.extras.end()},
                   .has_prerelease = names_prerelease(requirement)};
  Demands after;
  Marker alone = requirement.marker;
  for (const auto& [demand, marker] : before) {
    Demand both = demand;
    both.range = demand.range.intersect(own.range);
    both.extras.insert(own.extras.begin(), own.extras.end());
    both.has_prerelease = demand.has_prerelease || own.has_prerelease;
    add_to(after, both, marker & requirement.marker);
    add_to(after, demand, marker & ~requirement.marker);
    alone &= ~marker;
  }
  add_to(after, own, alone);
  return after;
}

std::optional<std::map<LockedRequirement, Demands>> meaning(
    const std::vector<LockedRequirement>& requirements, const PythonBounds& python) {
  std::map<LockedRequirement, Demands> all;
  for (LockedRequirement requirement : requirements) {
    requirement.marker = requirement.marker.simplify_python(python);
    // What can never hold asks for nothing; the lock states it all the same, and has to be as it
    // is.
    if (requirement.marker.is_never()) {
      all.try_emplace(std::move(requirement));
      continue;
    }
    Demands& demands = all[common_part(requirement)];
    demands = with(demands, requirement);
    if (demands.size() > max_demands) return std::nullopt;
  }
  return all;
}

}  // namespace

bool same_meaning(const std::vector<LockedRequirement>& a, const std::vector<LockedRequirement>& b,
                  const PythonBounds& python) {
  if (a == b) return true;
  const auto first = meaning(a, python);
  return first && first == meaning(b, python);
}

}  // namespace axle
