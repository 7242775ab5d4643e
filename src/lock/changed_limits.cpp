// SPDX-License-Identifier: MIT
#include "lock/changed_limits.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "lock/lean_lock.hpp"
#include "lock/requirement_meaning.hpp"

namespace axle {
namespace {

const PackageName& subject(const LockedRequirement& constraint) { return constraint.name; }
const PackageName& subject(const LockedStatedMetadata& stated) { return stated.name; }
/// What has a scope is about that package's needs.
const PackageName& subject(const LockedOverride& entry) {
  return entry.scope ? entry.scope->package : entry.requirements.front().name;
}
const PackageName& subject(const LockedExclude& entry) {
  return entry.scope ? entry.scope->package : entry.names.front();
}

template <class Entry>
bool has_scope(const Entry& entry) {
  if constexpr (requires { entry.scope; })
    return entry.scope.has_value();
  else
    return false;
}

/// Of the entries those that can bear on what is locked.
template <class Entry>
std::vector<Entry> bearing(const Lockfile& lockfile, const std::vector<Entry>& was,
                           std::vector<Entry> now) {
  std::set<std::pair<bool, PackageName>> known;
  for (const Entry& entry : was) known.emplace(has_scope(entry), subject(entry));
  std::erase_if(now, [&](const Entry& entry) {
    const auto [first, last] = lockfile.positions_of(subject(entry));
    return first == last && !known.contains({has_scope(entry), subject(entry)});
  });
  return now;
}

std::vector<LockedRequirement> without_idle(std::vector<LockedRequirement> constraints,
                                            const PythonBounds& python) {
  std::erase_if(constraints, [&](const LockedRequirement& constraint) {
    const bool allows_all = constraint.kind == LockedRequirement::Kind::registry &&
                            constraint.specifiers.empty() && constraint.text.empty();
    return allows_all || constraint.marker.complexify_python(python).is_never();
  });
  return constraints;
}

LockedRequirement with_sorted_extras(LockedRequirement requirement) {
  std::ranges::sort(requirement.extras);
  return requirement;
}
bool same_override(const LockedOverride& a, const LockedOverride& b) {
  return a.scope == b.scope && std::ranges::equal(a.requirements, b.requirements, {},
                                                  with_sorted_extras, with_sorted_extras);
}

}  // namespace

std::optional<std::string> changed_limits(const Lockfile& lockfile, const LockBasis& basis,
                                          const PythonBounds& python) {
  const LockManifest& was = lockfile.manifest;
  const LockManifest& now = basis.manifest;
  if (!same_meaning(without_idle(was.constraints, python),
                    without_idle(bearing(lockfile, was.constraints, now.constraints), python),
                    python))
    return "the constraints changed";
  if (!std::ranges::equal(was.overrides, bearing(lockfile, was.overrides, now.overrides),
                          same_override))
    return "the overrides changed";
  if (was.excludes != bearing(lockfile, was.excludes, now.excludes))
    return "the exclusions changed";
  const bool same_metadata =
      basis.is_lean
          ? used_metadata(lockfile, was.stated_metadata) ==
                used_metadata(lockfile, now.stated_metadata)
          : was.stated_metadata == bearing(lockfile, was.stated_metadata, now.stated_metadata);
  if (!same_metadata) return "the dependency metadata changed";
  return std::nullopt;
}

}  // namespace axle
