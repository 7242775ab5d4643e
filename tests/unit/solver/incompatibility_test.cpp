// SPDX-License-Identifier: MIT
#include "solver/incompatibility.hpp"

#include "support/catch.hpp"
#include "unit/solver/universe.hpp"

using namespace axle;
using namespace axle::solver;

namespace {

constexpr PackageId a{0};
constexpr PackageId b{1};
constexpr PackageId c{2};

Incompatibility need(PackageId from, const char* versions, PackageId to, const char* needed) {
  return Incompatibility::from_dependency(from, range(versions), to, range(needed));
}

}  // namespace

TEST_CASE("a dependency forbids its versions without what they need", "[solver][incompatibility]") {
  const Incompatibility usual = need(a, "==1", b, ">=2");
  REQUIRE(usual.terms().size() == 2);
  CHECK(usual.terms()[0] == PackageTerm{a, Term::positive(range("==1"))});
  CHECK(usual.terms()[1] == PackageTerm{b, Term::negative(range(">=2"))});

  const Incompatibility impossible = need(a, "==1", b, ">2,<1");
  REQUIRE(impossible.terms().size() == 1);
  CHECK(impossible.terms()[0] == PackageTerm{a, Term::positive(range("==1"))});

  // On itself: forbidden where the version does not meet the need.
  CHECK(need(a, ">=1,<3", a, ">=2").terms()[0].term ==
        Term::positive(range(">=1,<3").intersect(range(">=2").complement())));
  CHECK(need(a, "==1", a, "").terms()[0].term.range().is_empty());
}

TEST_CASE("dependencies merge if they need the same", "[solver][incompatibility]") {
  const auto merged = need(a, "==1", b, ">=2").merged_with(need(a, "==2", b, ">=2"));
  REQUIRE(merged);
  CHECK(*merged->term_of(a) == Term::positive(range("==1").unite(range("==2"))));
  CHECK(*merged->term_of(b) == Term::negative(range(">=2")));
  CHECK(need(a, "==1", b, ">2,<1").merged_with(need(a, "==2", b, ">2,<1")));

  CHECK_FALSE(need(a, "==1", b, ">=2").merged_with(need(a, "==2", b, ">=3")));
  CHECK_FALSE(need(a, "==1", b, ">=2").merged_with(need(a, "==2", c, ">=2")));
  CHECK_FALSE(need(a, "==1", b, ">=2").merged_with(need(c, "==2", b, ">=2")));
  CHECK_FALSE(need(a, "==1", b, ">=2").merged_with(need(a, "==2", b, ">2,<1")));
  CHECK_FALSE(need(a, "==1", a, ">=2").merged_with(need(a, "==2", a, ">=2")));
  CHECK_FALSE(need(a, "==1", b, ">=2").merged_with(Incompatibility::no_versions(a, range("==2"))));
}

TEST_CASE("the rule of resolution", "[solver][incompatibility]") {
  const IncompatibilityId first{0};
  const IncompatibilityId second{1};
  SECTION("a needs b, b needs c, so a needs c") {
    const auto so = Incompatibility::resolvent(first, need(a, "==1", b, ">=2"), second,
                                               need(b, ">=2", c, "==3"), b);
    CHECK(so.terms().size() == 2);
    CHECK(*so.term_of(a) == Term::positive(range("==1")));
    CHECK(*so.term_of(c) == Term::negative(range("==3")));
    REQUIRE(so.derived());
    CHECK(so.derived()->first == first);
    CHECK(so.derived()->second == second);
  }
  SECTION("what is left open of the package stays as a term") {
    const auto so = Incompatibility::resolvent(first, need(a, "==1", b, ">=2"), second,
                                               Incompatibility::no_versions(b, range(">=3")), b);
    CHECK(*so.term_of(a) == Term::positive(range("==1")));
    CHECK(*so.term_of(b) == Term::negative(range(">=2").intersect(range(">=3").complement())));
  }
  SECTION("terms of a third package are joined") {
    const auto so = Incompatibility::resolvent(first, need(a, ">=1", b, ">=2"), second,
                                               need(a, "<2", b, "<2"), b);
    CHECK(*so.term_of(a) == Term::positive(range(">=1,<2")));
  }
}

TEST_CASE("a proof ends where the root is forbidden", "[solver][incompatibility]") {
  CHECK(need(a, "==0", b, ">2,<1").is_terminal(a, version("0")));
  CHECK_FALSE(need(a, "==1", b, ">2,<1").is_terminal(a, version("0")));
  CHECK_FALSE(need(a, "==0", b, "").is_terminal(a, version("0")));
  CHECK_FALSE(Incompatibility::not_root(a, version("0")).is_terminal(a, version("0")));
}
