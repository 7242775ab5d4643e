// SPDX-License-Identifier: MIT
#include "solver/solve.hpp"

#include "support/catch.hpp"
#include "unit/solver/universe.hpp"

using namespace axle;
using namespace axle::solver;

namespace {

// How PubGrub's own papers and tests call these (docs/solver.md, "Worked conflicts").
Universe avoids_conflict() {
  Universe u;
  u.root({{"foo", ">=1"}, {"bar", ">=1"}});
  u.add("foo", "2", {{"bar", ">=1,<2"}}).add("foo", "1");
  return u.add("bar", "1").add("bar", "2").add("bar", "3");
}

Universe performs_conflict_resolution() {
  Universe u;
  u.root({{"foo", ">=1"}});
  u.add("foo", "2", {{"bar", ">=1,<2"}}).add("foo", "1");
  return u.add("bar", "1", {{"foo", ">=1,<2"}});
}

Universe conflict_with_a_partial_satisfier() {
  Universe u;
  u.root({{"foo", ">=1"}, {"target", ">=2"}});
  u.add("foo", "2", {{"left", ">=1"}, {"right", ">=1"}}).add("foo", "1");
  u.add("left", "1", {{"shared", ">=1"}}).add("right", "1", {{"shared", "<2"}});
  u.add("shared", "2").add("shared", "1", {{"target", ">=1,<2"}});
  return u.add("target", "2").add("target", "1");
}

}  // namespace

TEST_CASE("packages are solved together, and the number of tries is known", "[solver]") {
  SECTION("nothing to solve") {
    Universe u;
    u.root({});
    CHECK(u.solution().empty());
    CHECK(u.tries() == 1);
  }
  SECTION("no conflicts") {
    Universe u;
    u.root({{"a", "==1"}, {"b", "==1"}});
    u.add("a", "1", {{"aa", "==1"}}).add("b", "1", {{"aa", "<2"}}).add("aa", "1").add("aa", "2");
    CHECK(u.solution() == "a=1 aa=1 b=1");
    CHECK(u.tries() == 4);
  }
  SECTION("a requirement that is seen before the decision costs no try") {
    CHECK(avoids_conflict().solution() == "bar=1 foo=2");
    CHECK(avoids_conflict().tries() == 3);
  }
  SECTION("a version that cannot work is undone once") {
    CHECK(performs_conflict_resolution().solution() == "foo=1");
    CHECK(performs_conflict_resolution().tries() == 4);
  }
  SECTION("a conflict whose satisfier needs two terms") {
    CHECK(conflict_with_a_partial_satisfier().solution() == "foo=1 target=2");
    CHECK(conflict_with_a_partial_satisfier().tries() == 10);
  }
  SECTION("a package that depends on itself") {
    Universe u;
    u.root({{"a", ""}});
    u.add("a", "2", {{"a", "<2"}}).add("a", "1", {{"a", ">=1"}, {"a", ""}});
    CHECK(u.solution() == "a=1");
  }
  SECTION("two packages that depend on each other") {
    Universe u;
    u.root({{"a", ""}}).add("a", "1", {{"b", ""}}).add("b", "1", {{"a", ""}});
    CHECK(u.solution() == "a=1 b=1");
  }
  SECTION("an unused package's conflicts do not matter") {
    Universe u;
    u.root({{"a", ""}}).add("a", "2", {{"missing", ""}}).add("a", "1");
    CHECK(u.solution() == "a=1");
  }
}

TEST_CASE("a provider's error stops the search and comes back as it is", "[solver]") {
  struct Broken : Universe {
    Result<std::optional<Version>> choose_version(PackageId, const VersionRange&) override {
      return fail(ErrorKind::network, "the index is down");
    }
  } broken;
  const auto outcome = solve(broken, broken.id("root"), version("0"));
  REQUIRE_FALSE(outcome);
  CHECK(outcome.error().message == "the index is down");
}
