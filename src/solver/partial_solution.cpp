// SPDX-License-Identifier: MIT
#include "solver/partial_solution.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace axle::solver {

const PackageAssignments* PartialSolution::assignments(PackageId package) const {
  if (index(package) >= position_.size() || position_[index(package)] == absent) return nullptr;
  return &*assignments_[index(package)];
}

void PartialSolution::make_room_for(PackageId package) {
  if (index(package) < position_.size()) return;
  position_.resize(index(package) + 1, absent);
  assignments_.resize(index(package) + 1);
}

const Term* PartialSolution::term(PackageId package) const {
  const PackageAssignments* known = assignments(package);
  return known ? &known->term() : nullptr;
}

const VersionRange* PartialSolution::allowed(PackageId package) const {
  const PackageAssignments* known = assignments(package);
  if (!known || known->chosen || !known->term().is_positive()) return nullptr;
  return &known->term().range();
}

const Term* PartialSolution::lasting_term(PackageId package) const {
  const PackageAssignments* known = assignments(package);
  if (!known) return nullptr;
  // The decision about the root is level 1 and is never undone.
  const auto later = std::ranges::partition_point(known->derivations,
                                                  [](const Assignment& a) { return a.level <= 1; });
  return later == known->derivations.begin() ? nullptr : &std::prev(later)->accumulated;
}

std::vector<PackageId> PartialSolution::recently_constrained() const {
  std::vector<PackageId> packages;
  for (std::size_t i = level_; i < packages_.size(); ++i)
    if (assignments(packages_[i])->highest == level_ && allowed(packages_[i]))
      packages.push_back(packages_[i]);
  return packages;
}

std::vector<PackageId> PartialSolution::undecided() const {
  std::vector<PackageId> packages;
  for (std::size_t i = level_; i < packages_.size(); ++i)
    if (allowed(packages_[i])) packages.push_back(packages_[i]);
  return packages;
}

std::vector<Decision> PartialSolution::decisions() const {
  std::vector<Decision> decided;
  for (std::size_t i = 0; i < level_; ++i)
    decided.push_back({packages_[i], assignments(packages_[i])->chosen->version});
  return decided;
}

template <class TermOf>
Relation PartialSolution::relation(const Incompatibility& incompatibility, TermOf&& term_of) {
  std::optional<PackageId> open;
  for (const PackageTerm& part : incompatibility.terms()) {
    const Term* known = term_of(part.package);
    const TermRelation relation =
        known ? relation_of(part.term, *known) : TermRelation::inconclusive;
    if (relation == TermRelation::contradicted) return Contradicted{};
    if (relation == TermRelation::satisfied) continue;
    if (open) return Inconclusive{};
    open = part.package;
  }
  if (open) return AlmostSatisfied{*open};
  return Satisfied{};
}

Relation PartialSolution::relation(const Incompatibility& incompatibility) const {
  return relation(incompatibility, [this](PackageId package) { return term(package); });
}

Relation PartialSolution::relation_deciding(const Incompatibility& incompatibility,
                                            PackageId package, const Version& version) const {
  const Term exact = Term::positive(VersionRange::singleton(version));
  return relation(incompatibility,
                  [&](PackageId other) { return other == package ? &exact : term(other); });
}

void PartialSolution::decide(PackageId package, const Version& version) {
  assert(allowed(package) && allowed(package)->contains(version));
  ++level_;
  PackageAssignments& known = assignments_[index(package)].write();
  known.highest = level_;
  known.chosen = Chosen{next_order_++, version, Term::positive(VersionRange::singleton(version))};
  // Decided packages come first, in order: what stood there takes the place that becomes free.
  const std::uint32_t from = position_[index(package)];
  const std::uint32_t to = level_ - 1;
  std::swap(packages_[from], packages_[to]);
  position_[index(packages_[from])] = from;
  position_[index(packages_[to])] = to;
}

void PartialSolution::derive(PackageId package, IncompatibilityId id,
                             const Incompatibility& cause) {
  make_room_for(package);
  Term accumulated = cause.term_of(package)->negated();
  const bool is_new = position_[index(package)] == absent;
  if (is_new) {
    position_[index(package)] = static_cast<std::uint32_t>(packages_.size());
    packages_.push_back(package);
    assignments_[index(package)] = {};
  }
  PackageAssignments& known = assignments_[index(package)].write();
  assert(!known.chosen && "nothing can be derived about a decided package");
  if (is_new)
    known.lowest = level_;
  else
    accumulated = known.term().intersect(accumulated);
  known.highest = level_;
  if (accumulated.is_positive()) mark_outdated(package);
  known.derivations.push_back({next_order_++, level_, id, std::move(accumulated)});
}

// -- Conflict resolution.

namespace {

std::size_t latest(const std::vector<Satisfier>& satisfiers) {
  const auto last = std::ranges::max_element(satisfiers, {}, &Satisfier::order);
  return static_cast<std::size_t>(last - satisfiers.begin());
}

}  // namespace

SatisfierSearch PartialSolution::search_satisfier(const Incompatibility& incompatibility,
                                                  const IncompatibilityStore& store) const {
  std::vector<Satisfier> satisfiers;
  for (const PackageTerm& part : incompatibility.terms())
    satisfiers.push_back(assignments(part.package)->satisfier(part.term.negated()));
  const std::size_t last = latest(satisfiers);
  const Satisfier satisfier = satisfiers[last];
  const PackageId package = incompatibility.terms()[last].package;
  const Level previous =
      previous_satisfier_level(incompatibility, std::move(satisfiers), last, store);
  if (previous >= satisfier.level) return {package, satisfier.cause, 0};
  return {package, std::nullopt, previous};
}

Level PartialSolution::previous_satisfier_level(const Incompatibility& incompatibility,
                                                std::vector<Satisfier> satisfiers, std::size_t last,
                                                const IncompatibilityStore& store) const {
  // Without what the satisfier itself added, when did all terms hold for the first time?
  const PackageTerm& part = incompatibility.terms()[last];
  const PackageAssignments& known = *assignments(part.package);
  const Term added = satisfiers[last].cause
                         ? store[*satisfiers[last].cause].term_of(part.package)->negated()
                         : known.chosen->term;
  satisfiers[last] = known.satisfier(added.intersect(part.term.negated()));
  // Level 1 is the root's: going below it would only make the proof longer.
  return std::max(satisfiers[latest(satisfiers)].level, Level{1});
}

void PartialSolution::backtrack(Level level) {
  level_ = level;
  std::size_t kept = 0;
  for (const PackageId package : packages_) {
    const PackageAssignments& known = *assignments_[index(package)];
    if (known.lowest > level) {
      position_[index(package)] = absent;
      continue;
    }
    if (known.highest > level) {
      assignments_[index(package)].write().forget_above(level);
      queue_.erase(package);
      if (assignments_[index(package)]->term().is_positive()) mark_outdated(package);
    } else if (allowed(package) && !queue_.contains(package)) {
      // It was picked, but then something else happened first.
      mark_outdated(package);
    }
    position_[index(package)] = static_cast<std::uint32_t>(kept);
    packages_[kept++] = package;
  }
  packages_.resize(kept);

  valid_levels_.push_back(level);
  // Generations that reached higher than `level` stand only up to it from now on. The levels
  // ascend.
  for (auto it = valid_levels_.rbegin(); it != valid_levels_.rend() && *it >= level; ++it)
    *it = level;
}

bool PartialSolution::is_contradicted(IncompatibilityId id) const {
  if (index(id) >= contradictions_.size()) return false;
  const auto [level, generation] = contradictions_[index(id)];
  if (generation == 0) return false;
  return generation >= valid_levels_.size() || level <= valid_levels_[generation];
}

void PartialSolution::mark_contradicted(IncompatibilityId id) {
  if (index(id) >= contradictions_.size()) contradictions_.resize(index(id) + 1);
  contradictions_[index(id)] = {level_, static_cast<std::uint32_t>(valid_levels_.size())};
}

std::optional<Level> PartialSolution::backtrack_package(PackageId package) {
  if (!assignments(package)) return std::nullopt;
  // The package at position i was decided at level i + 1.
  const Level before = position_[index(package)];
  if (before > level_) return std::nullopt;
  backtrack(before);
  return before;
}

// -- Picking.

void PartialSolution::mark_outdated(PackageId package) { outdated_.push_back(package); }

std::optional<PackageId> PartialSolution::next_outdated() {
  while (!outdated_.empty()) {
    const PackageId package = outdated_.back();
    outdated_.pop_back();
    if (allowed(package)) return package;
  }
  return std::nullopt;
}

void PartialSolution::prioritize(PackageId package, Priority priority, std::uint32_t tie_break) {
  queue_.push(package, priority, tie_break);
}

std::optional<PackageId> PartialSolution::pop_highest() {
  while (const std::optional<PackageId> package = queue_.pop())
    if (allowed(*package)) return package;
  return std::nullopt;
}

}  // namespace axle::solver
