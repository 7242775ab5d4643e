// SPDX-License-Identifier: MIT
#include "solver/term.hpp"

#include <vector>

#include "support/catch.hpp"
#include "unit/solver/universe.hpp"

using namespace axle;
using namespace axle::solver;

namespace {

// Every term over the versions 1, 2 and 3, and how it sees each of them and the package's absence.
std::vector<Term> all_terms() {
  std::vector<Term> terms;
  for (const char* specifiers : {"", "<1", "<2", ">=2", "==1", "==2", "==3", "!=2", "<3", ">=3"}) {
    const VersionRange set = range(specifiers).intersect(range(">=1,<4"));
    terms.push_back(Term::positive(set));
    terms.push_back(Term::negative(set));
  }
  return terms;
}

std::vector<bool> truth(const Term& term) {
  std::vector<bool> seen{!term.is_positive()};  // left out
  for (const char* number : {"1", "2", "3"}) seen.push_back(term.contains(version(number)));
  return seen;
}

}  // namespace

TEST_CASE("operations on terms are those of logic", "[solver][term]") {
  for (const Term& a : all_terms()) {
    for (const Term& b : all_terms()) {
      const auto both = truth(a.intersect(b));
      const auto either = truth(a.unite(b));
      for (std::size_t i = 0; i < both.size(); ++i) {
        CHECK(both[i] == (truth(a)[i] && truth(b)[i]));
        CHECK(either[i] == (truth(a)[i] || truth(b)[i]));
        CHECK(truth(a.negated())[i] != truth(a)[i]);
      }
      const Term together = a.intersect(b);
      CHECK(a.is_disjoint(b) == (together.is_positive() && together.range().is_empty()));
    }
  }
}

TEST_CASE("what is known of a package decides about a term", "[solver][term]") {
  const auto yes = [](const char* r) { return Term::positive(range(r)); };
  const auto no = [](const char* r) { return Term::negative(range(r)); };
  using enum TermRelation;
  CHECK(relation_of(yes(">=1"), yes("==2")) == satisfied);
  CHECK(relation_of(yes(">=1"), yes("<1")) == contradicted);
  CHECK(relation_of(yes(">=1"), yes("<2")) == inconclusive);
  CHECK(relation_of(no(">=1"), yes("<1")) == satisfied);
  CHECK(relation_of(no(">=1"), yes("==2")) == contradicted);
  CHECK(relation_of(no(">=1"), yes("<2")) == inconclusive);
  // A package that may be left out never has to be selected.
  CHECK(relation_of(yes("==1"), no(">=1")) == contradicted);
  CHECK(relation_of(yes("<2"), no(">=1")) == inconclusive);
  CHECK(relation_of(no("==1"), no(">=1")) == satisfied);
  CHECK(relation_of(no("<2"), no(">=1")) == inconclusive);
  // An impossible package satisfies what it also contradicts.
  CHECK(relation_of(yes("==1"), yes(">1,<1")) == satisfied);
  CHECK(relation_of(no("==1"), yes(">1,<1")) == satisfied);
}

TEST_CASE("only the negation of nothing is always true", "[solver][term]") {
  CHECK(Term::negative(VersionRange::empty()).is_any());
  CHECK_FALSE(Term::negative(VersionRange::full()).is_any());
  CHECK_FALSE(Term::positive(VersionRange::empty()).is_any());
  CHECK_FALSE(Term::positive(VersionRange::full()).is_any());
}
