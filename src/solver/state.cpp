// SPDX-License-Identifier: MIT
#include "solver/state.hpp"

#include <algorithm>
#include <utility>

namespace axle::solver {
namespace {

constexpr std::uint32_t unheard = ~std::uint32_t{0};

}  // namespace

State::State(PackageId root, Version root_version)
    : root_(root),
      root_version_(std::move(root_version)),
      store_(std::make_shared<IncompatibilityStore>()) {
  hear_of(root);
  add(Incompatibility::not_root(root, root_version_));
}

void State::hear_of(PackageId package) {
  if (index(package) >= order_.size()) order_.resize(index(package) + 1, unheard);
  if (order_[index(package)] == unheard) order_[index(package)] = heard_of_++;
}

std::span<const IncompatibilityId> State::incompatibilities_of(PackageId package) const {
  return known_.of(package);
}

// -- Learning.

void State::add(Incompatibility incompatibility) { merge(store_->add(std::move(incompatibility))); }

// Versions that need the same become one statement, so that a conflict rules all of them out at
// once.
void State::merge(IncompatibilityId id) {
  if (const auto past = known_.mergeable(*store_, (*store_)[id])) {
    id = store_->add(*(*store_)[id].merged_with((*store_)[*past]));
    known_.erase(*store_, *past);
  }
  known_.insert(*store_, id);
}

void State::add_no_versions(PackageId package, VersionRange range) {
  add(Incompatibility::no_versions(package, std::move(range)));
}

void State::add_custom(PackageId package, VersionRange range, ReasonId reason) {
  add(Incompatibility::custom(package, std::move(range), reason));
}

void State::add_dependency(PackageId dependent, VersionRange versions,
                           const Dependency& dependency) {
  hear_of(dependency.package);
  add(Incompatibility::from_dependency(dependent, std::move(versions), dependency.package,
                                       dependency.range));
}

void State::add_proxy(PackageId proxy, PackageId base, const VersionRange& versions) {
  hear_of(proxy);
  hear_of(base);
  add(Incompatibility::from_dependency(proxy, versions, base, versions));
}

std::optional<IncompatibilityId> State::add_dependencies(PackageId package, const Version& version,
                                                         const VersionRange& versions,
                                                         std::span<const Dependency> dependencies) {
  // As they are, unmerged: what is said of `version` decides below, and is the conflict to report.
  std::vector<IncompatibilityId> added;
  for (const auto& [dependency, range] : dependencies) {
    hear_of(dependency);
    added.push_back(
        store_->add(Incompatibility::from_dependency(package, versions, dependency, range)));
  }
  for (const IncompatibilityId id : added) merge(id);

  if (has_backtracked()) {
    const auto violated = std::ranges::find_if(added, [&](IncompatibilityId id) {
      const Relation relation = solution_.relation_deciding((*store_)[id], package, version);
      return std::holds_alternative<Satisfied>(relation);
    });
    if (violated != added.end()) return *violated;
  }
  // Before anything went wrong this version is hardly the first to do so; if it is, propagation
  // undoes one decision.
  decide(package, version);
  return std::nullopt;
}

std::optional<std::uint32_t> State::backtrack_package(PackageId package) {
  const Level before = solution_.level();
  const std::optional<Level> after = solution_.backtrack_package(package);
  if (!after) return std::nullopt;
  return before - *after;
}

// -- Propagation.

std::expected<std::vector<Conflict>, Unsolvable> State::propagate(PackageId package) {
  std::vector<Conflict> steps;
  std::vector<PackageId> changed{package};  // a stack
  while (!changed.empty()) {
    const PackageId current = changed.back();
    changed.pop_back();
    const std::optional<IncompatibilityId> conflict = propagate_package(current, changed);
    if (!conflict) continue;

    auto resolved = resolve_conflict(*conflict, steps);
    if (!resolved) return std::unexpected(resolved.error());
    const auto [about, root_cause] = *resolved;
    changed.assign(1, about);
    solution_.derive(about, root_cause, (*store_)[root_cause]);
    solution_.mark_contradicted(root_cause);
  }
  return steps;
}

// Derives what follows from the incompatibilities of `package`; gives back the first that is
// violated.
std::optional<IncompatibilityId> State::propagate_package(PackageId package,
                                                          std::vector<PackageId>& changed) {
  // Newest first: what was learned from conflicts is more general than what it came from.
  const std::span<const IncompatibilityId> live = known_.of(package);
  for (auto id = live.rbegin(); id != live.rend(); ++id) {
    if (solution_.is_contradicted(*id)) continue;
    const Relation relation = solution_.relation((*store_)[*id]);
    if (std::holds_alternative<Satisfied>(relation)) return *id;
    if (const auto* almost = std::get_if<AlmostSatisfied>(&relation)) {
      if (std::ranges::find(changed, almost->open) == changed.end())
        changed.push_back(almost->open);
      solution_.derive(almost->open, *id, (*store_)[*id]);
      solution_.mark_contradicted(*id);  // by what was just derived
    } else if (std::holds_alternative<Contradicted>(relation)) {
      solution_.mark_contradicted(*id);
    }
  }
  return std::nullopt;
}

// docs/solver.md, "Conflict resolution".
std::expected<State::ConflictResolved, Unsolvable> State::resolve_conflict(
    IncompatibilityId id, std::vector<Conflict>& steps) {
  bool is_new = false;
  while (!(*store_)[id].is_terminal(root_, root_version_)) {
    const SatisfierSearch search = solution_.search_satisfier((*store_)[id], *store_);
    if (!search.resolve_with) {
      solution_.backtrack(search.backtrack_to);
      if (is_new) merge(id);
      steps.push_back({search.package, id});
      return ConflictResolved{search.package, id};
    }
    id = store_->add(Incompatibility::resolvent(id, (*store_)[id], *search.resolve_with,
                                                (*store_)[*search.resolve_with], search.package));
    steps.push_back({search.package, id});
    is_new = true;
  }
  return std::unexpected(Unsolvable{id});
}

}  // namespace axle::solver
