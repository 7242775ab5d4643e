// SPDX-License-Identifier: MIT
#include "solver/term.hpp"

#include <utility>

namespace axle::solver {

Term::Term(bool is_positive, std::shared_ptr<const VersionRange> range)
    : positive_(is_positive), range_(std::move(range)) {}

Term Term::positive(VersionRange range) {
  return Term(true, std::make_shared<const VersionRange>(std::move(range)));
}

Term Term::negative(VersionRange range) {
  return Term(false, std::make_shared<const VersionRange>(std::move(range)));
}

Term Term::negated() const { return Term(!positive_, range_); }

Term Term::intersect(const Term& other) const {
  if (positive_ && other.positive_) return positive(range_->intersect(*other.range_));
  if (!positive_ && !other.positive_) return negative(range_->unite(*other.range_));
  const Term& selected = positive_ ? *this : other;
  const Term& excluded = positive_ ? other : *this;
  return positive(selected.range_->intersect(excluded.range_->complement()));
}

Term Term::unite(const Term& other) const { return negated().intersect(other.negated()).negated(); }

bool Term::is_disjoint(const Term& other) const {
  if (positive_ && other.positive_) return range_->is_disjoint(*other.range_);
  // Leaving the package out satisfies both.
  if (!positive_ && !other.positive_) return false;
  const Term& selected = positive_ ? *this : other;
  const Term& excluded = positive_ ? other : *this;
  return selected.range_->is_subset_of(*excluded.range_);
}

bool Term::is_any() const { return !positive_ && range_->is_empty(); }

bool Term::contains(const Version& version) const { return range_->contains(version) == positive_; }

bool operator==(const Term& a, const Term& b) {
  return a.positive_ == b.positive_ && (a.range_ == b.range_ || *a.range_ == *b.range_);
}

TermRelation relation_of(const Term& term, const Term& known) {
  const VersionRange& wanted = term.range();
  const VersionRange& have = known.range();
  if (known.is_positive()) {
    // An impossible package satisfies every term, also those that it contradicts as well.
    if (term.is_positive()) {
      if (have.is_subset_of(wanted)) return TermRelation::satisfied;
      return have.is_disjoint(wanted) ? TermRelation::contradicted : TermRelation::inconclusive;
    }
    if (have.is_disjoint(wanted)) return TermRelation::satisfied;
    return have.is_subset_of(wanted) ? TermRelation::contradicted : TermRelation::inconclusive;
  }
  // `known` allows that the package is left out, so it never satisfies a term that wants it.
  if (!wanted.is_subset_of(have)) return TermRelation::inconclusive;
  return term.is_positive() ? TermRelation::contradicted : TermRelation::satisfied;
}

}  // namespace axle::solver
