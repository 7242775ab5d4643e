// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "axle/versions/version_range.hpp"

namespace axle::solver {

/// A statement about one package (docs/solver.md, "Term"). A value; a copy is one counted
/// reference.
///
/// `positive(r)`: the package is selected, in a version of r. `negative(r)`: it is not selected, or
/// in a version outside r. So `positive(~r)` is stronger than `negative(r)`, which also allows that
/// the package is left out.
class Term {
 public:
  static Term positive(VersionRange range);
  static Term negative(VersionRange range);

  bool is_positive() const { return positive_; }
  const VersionRange& range() const { return *range_; }  ///< the r above

  Term negated() const;
  Term intersect(const Term& other) const;      ///< both hold
  Term unite(const Term& other) const;          ///< at least one holds
  bool is_disjoint(const Term& other) const;    ///< both can never hold
  bool is_any() const;                          ///< holds always: the negation of the empty range
  bool contains(const Version& version) const;  ///< whether it holds when `version` is selected

  friend bool operator==(const Term& a, const Term& b);

 private:
  Term(bool is_positive, std::shared_ptr<const VersionRange> range);

  bool positive_;
  std::shared_ptr<const VersionRange> range_;  // never null, never changed
};

enum class TermRelation {
  satisfied,     ///< the term must hold
  contradicted,  ///< the term cannot hold
  inconclusive,  ///< neither
};

/// What `known`, all that is known of a package, says of `term`. If `known` is impossible (positive
/// and empty), the answer is `satisfied`, so that a conflict is seen at once.
TermRelation relation_of(const Term& term, const Term& known);

}  // namespace axle::solver
