// SPDX-License-Identifier: MIT
#include "resolve/flatten.hpp"

#include <algorithm>
#include <deque>
#include <set>
#include <utility>

namespace axle {
namespace {

/// Whether it says more of its package than which extras are wanted.
bool is_bound(const PreparedRequirement& requirement) {
  return requirement.has_specifiers || requirement.direct != no_source;
}

}  // namespace

bool Flattener::holds(Marker marker, std::optional<ExtraId> extra) const {
  if (one_ == nullptr) return !marker.is_never();
  if (!extra) return marker.evaluate(one_->markers, {});
  const ExtraName active[] = {table_.extras[*extra]};
  return marker.evaluate(one_->markers, active);
}

bool Flattener::is_possible(Marker marker, const FlattenTarget& target) const {
  return !target.python.is_disjoint(marker) && target.environment.overlaps(marker);
}

// The marker with one extra active and no other.
Marker Flattener::with_only(Marker marker, ExtraId extra) const {
  return marker.assume_extra(table_.extras[extra], true).assume_all_extras(false);
}

// Where a requirement counts for the extra, or without one; empty if nowhere in this fork.
std::optional<Marker> Flattener::marker_for(const PreparedRequirement& requirement,
                                            const Context& context) const {
  // Of thousands of extras each asks about few requirements, and each marker costs.
  if (context.extra &&
      std::ranges::find(requirement.marker_extras, table_.extras[*context.extra]) ==
          requirement.marker_extras.end())
    return std::nullopt;
  const Marker production = requirement.marker.assume_all_extras(false);
  const Marker marker =
      context.extra ? with_only(requirement.marker, *context.extra) & ~production : production;
  if (!holds(marker, std::nullopt)) return std::nullopt;
  if (context.extra &&
      !context.target.environment.allows_extra(conflicts_, requirement.name, *context.extra))
    return std::nullopt;
  if (!is_possible(marker, context.target)) return std::nullopt;
  return marker;
}

void Flattener::add_constraints(const PreparedRequirement& requirement, const Context& context,
                                std::vector<PreparedRequirement>& out) const {
  const auto* constraints = manifest_.constraints(requirement.name);
  if (constraints == nullptr) return;
  for (const PreparedRequirement& constraint : *constraints) {
    const Marker marker = constraint.marker & requirement.marker;
    if (marker.is_never()) continue;
    // A constraint without a marker goes with its requirement, which the Python versions were asked
    // about already.
    if (!constraint.marker.is_always() && context.target.python.is_disjoint(marker)) continue;
    if (!context.target.environment.overlaps(marker)) continue;
    if (!holds(marker, context.extra)) continue;
    if (context.extra &&
        !context.target.environment.allows_extra(conflicts_, requirement.name, *context.extra))
      continue;
    out.push_back(constraint);
    out.back().marker = marker;
  }
}

void Flattener::take(const PreparedRequirement& requirement, const Context& context,
                     std::vector<PreparedRequirement>& out) const {
  if (manifest_.is_excluded(requirement.name, context.owner)) return;
  const auto marker = marker_for(requirement, context);
  if (!marker) return;
  PreparedRequirement kept = requirement;
  kept.marker = *marker;
  out.push_back(kept);
  add_constraints(kept, context, out);
}

std::vector<PreparedRequirement> Flattener::collect(
    const std::vector<PreparedRequirement>& requirements, const Context& context) const {
  std::vector<PreparedRequirement> out;
  for (const PreparedRequirement& requirement : requirements) take(requirement, context, out);
  return out;
}

// `all` is what stands after overrides.
void Flattener::expand_self(const PreparedRequirements& all, const FlattenTarget& target,
                            std::vector<PreparedRequirement>& flat) const {
  const NameId self = target.owner.package;
  std::set<std::pair<ExtraId, std::uint32_t>> seen;
  std::deque<std::pair<ExtraId, Marker>> queue;
  const auto enqueue = [&](const PreparedRequirement& requirement) {
    if (requirement.name != self) return;
    for (const ExtraId extra : requirement.extras) queue.emplace_back(extra, requirement.marker);
  };
  for (const PreparedRequirement& requirement : flat) enqueue(requirement);
  while (!queue.empty() && !budget_.is_spent()) {
    const auto [extra, marker] = queue.front();
    queue.pop_front();
    const auto positions = all.by_extra.find(extra);
    if (!seen.emplace(extra, marker.id()).second || positions == all.by_extra.end()) continue;
    budget_.note_extra();
    const Context context{target, extra, target.owner};
    std::vector<PreparedRequirement> found;
    for (const std::uint32_t position : positions->second)
      take(all.production[position], context, found);
    for (PreparedRequirement& requirement : found) {
      requirement.marker = (requirement.marker & marker).assume_extra(table_.extras[extra], true);
      if (!is_possible(with_only(requirement.marker, extra), target)) continue;
      enqueue(requirement);
      if (requirement.name != self || requirement.extras.empty() || is_bound(requirement))
        flat.push_back(std::move(requirement));
    }
  }
  replace_self(self, flat);
}

// What the extras need stands in place of the requirement; a bound on the package itself stays.
void Flattener::replace_self(NameId self, std::vector<PreparedRequirement>& flat) const {
  std::vector<PreparedRequirement> bounds;
  for (const PreparedRequirement& requirement : flat) {
    if (requirement.name != self || requirement.extras.empty() || !is_bound(requirement)) continue;
    bounds.push_back(requirement);
    bounds.back().extras.clear();
  }
  std::erase_if(flat, [&](const PreparedRequirement& requirement) {
    return requirement.name == self && !requirement.extras.empty();
  });
  std::move(bounds.begin(), bounds.end(), std::back_inserter(flat));
}

std::vector<PreparedRequirement> Flattener::flatten(const PreparedRequirements& requirements,
                                                    const FlattenTarget& target) const {
  if (target.group) {
    for (const auto& [group, members] : requirements.groups)
      if (group == *target.group)
        return collect(manifest_.overridden(members, {}), {target, target.extra, target.owner});
    return {};
  }
  if (manifest_.has_overrides(target.owner)) {
    PreparedRequirements replaced;
    replaced.production = manifest_.overridden(requirements.production, target.owner);
    replaced.index_extras(table_);
    return flatten_replaced(replaced, target);
  }
  return flatten_replaced(requirements, target);
}

std::vector<PreparedRequirement> Flattener::flatten_replaced(
    const PreparedRequirements& requirements, const FlattenTarget& target) const {
  const Context context{target, target.extra, target.owner};
  std::vector<PreparedRequirement> flat;
  if (!target.extra)
    flat = collect(requirements.production, context);
  else if (const auto found = requirements.by_extra.find(*target.extra);
           found != requirements.by_extra.end())
    for (const std::uint32_t position : found->second)
      take(requirements.production[position], context, flat);
  const bool refers_to_itself =
      target.owner.package != no_name &&
      std::ranges::any_of(flat, [&](const PreparedRequirement& requirement) {
        return requirement.name == target.owner.package && !requirement.extras.empty();
      });
  if (refers_to_itself) expand_self(requirements, target, flat);
  return flat;
}

}  // namespace axle
