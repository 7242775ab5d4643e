// SPDX-License-Identifier: MIT
#include "solver/state.hpp"

#include <map>
#include <utility>

#include "support/catch.hpp"
#include "unit/solver/universe.hpp"

using namespace axle;
using namespace axle::solver;

namespace {

constexpr PackageId root{0};
constexpr PackageId a{1};
constexpr PackageId b{2};
constexpr PackageId c{3};

Dependency on(PackageId package, const char* specifiers) { return {package, range(specifiers)}; }

std::optional<PackageId> pick(State& state) {
  return state.pick([](PackageId, const VersionRange&) { return Priority{0}; });
}

std::optional<IncompatibilityId> decide(State& state, PackageId package, const char* number,
                                        std::vector<Dependency> needs = {}) {
  const Version v = version(number);
  return state.add_dependencies(package, v, VersionRange::singleton(v), needs);
}

// A state in which the root is decided and needs these.
State rooted(const std::vector<Dependency>& needs) {
  State state(root, version("0"));
  REQUIRE(state.propagate(root));
  REQUIRE(pick(state) == root);
  REQUIRE_FALSE(decide(state, root, "0", needs));
  REQUIRE(state.propagate(root));
  return state;
}

}  // namespace

TEST_CASE("what is needed becomes undecided, with its range", "[solver][state]") {
  State state = rooted({on(a, ">=1"), on(b, "<3"), on(a, "<2")});
  REQUIRE(state.allowed(a));
  CHECK(*state.allowed(a) == range(">=1,<2"));
  CHECK(*state.allowed(b) == range("<3"));
  CHECK(state.allowed(c) == nullptr);
  CHECK(state.term(c) == nullptr);
  CHECK(state.allowed(root) == nullptr);
  CHECK(*state.term(root) == Term::positive(VersionRange::singleton(version("0"))));
  CHECK(state.undecided().size() == 2);
  CHECK(state.recently_constrained().size() == 2);
  CHECK(state.decisions().size() == 1);
}

TEST_CASE("equal priorities go to the package heard of first", "[solver][state]") {
  State state = rooted({on(c, ""), on(b, ""), on(a, "")});
  CHECK(pick(state) == c);
  CHECK(pick(state) == b);
  CHECK(pick(state) == a);
  CHECK_FALSE(pick(state));
}

TEST_CASE("a priority is asked for again only when the range changed", "[solver][state]") {
  State state = rooted({on(a, ""), on(b, ""), on(c, "")});
  std::map<PackageId, int> asked;
  const auto count = [&](PackageId package, const VersionRange&) {
    ++asked[package];
    return Priority{10 - static_cast<Priority>(package)};
  };
  REQUIRE(state.pick(count) == a);
  CHECK(asked == std::map<PackageId, int>{{a, 1}, {b, 1}, {c, 1}});
  REQUIRE_FALSE(decide(state, a, "1", {on(c, ">=1"), on(b, "")}));
  REQUIRE(state.propagate(a));
  CHECK(state.recently_constrained() == std::vector{c});
  REQUIRE(state.pick(count) == b);
  CHECK(asked == std::map<PackageId, int>{{a, 1}, {b, 1}, {c, 2}});  // `b, any` told nothing new
}

TEST_CASE("before the first backtrack a version is decided unchecked, later it is checked",
          "[solver][state]") {
  State state = rooted({on(a, ""), on(b, "==1")});
  REQUIRE(pick(state) == a);
  CHECK_FALSE(decide(state, a, "3", {on(b, "==2")}));  // is already violated
  CHECK(state.decisions().size() == 2);
  CHECK_FALSE(state.has_backtracked());

  const auto conflicts = state.propagate(a);
  REQUIRE(conflicts);
  REQUIRE(conflicts->size() == 1);
  CHECK(conflicts->front().package == a);
  CHECK(state.has_backtracked());
  CHECK(state.decisions().size() == 1);
  CHECK_FALSE(state.allowed(a)->contains(version("3")));

  REQUIRE(pick(state) == a);
  const auto violated = decide(state, a, "2", {on(c, ""), on(b, "==3")});
  REQUIRE(violated);
  CHECK(state[*violated].dependency()->dependency == b);
  CHECK(state.decisions().size() == 1);
  REQUIRE(state.propagate(a));
  CHECK_FALSE(state.allowed(a)->contains(version("2")));
}

TEST_CASE("dependencies that need the same are one incompatibility", "[solver][state]") {
  State state = rooted({on(a, "")});
  REQUIRE(pick(state) == a);
  REQUIRE_FALSE(decide(state, a, "3", {on(b, ">=1"), on(c, "")}));
  REQUIRE(state.propagate(a));
  REQUIRE(state.backtrack_package(a) == 1U);
  REQUIRE(state.propagate(root));
  REQUIRE(pick(state) == a);
  REQUIRE_FALSE(decide(state, a, "2", {on(b, ">=1"), on(c, ">=5")}));

  // a's list: the root's need of it, then c's two and, as the newest, the merged one about b.
  std::vector<std::string> seen;
  for (const IncompatibilityId id : state.incompatibilities_of(a)) {
    const FromDependency* need = state[id].dependency();
    seen.push_back(std::to_string(index(need->dependent)) + ">" +
                   std::to_string(index(need->dependency)) + " " +
                   std::to_string(need->versions.range().contains(version("2"))) +
                   std::to_string(need->versions.range().contains(version("3"))));
  }
  CHECK(seen == std::vector<std::string>{"0>1 00", "1>3 01", "1>2 11", "1>3 10"});
}

TEST_CASE("a package's decision is undone with all that came later", "[solver][state]") {
  State state = rooted({on(a, ""), on(b, ""), on(c, "")});
  for (const PackageId package : {a, b, c}) {
    REQUIRE(pick(state) == package);
    REQUIRE_FALSE(decide(state, package, "1"));
    REQUIRE(state.propagate(package));
  }
  CHECK_FALSE(pick(state));
  CHECK_FALSE(state.backtrack_package(PackageId{9}));
  CHECK(state.backtrack_package(b) == 2U);
  CHECK(state.decisions().size() == 2);
  CHECK(pick(state) == b);
  CHECK(pick(state) == c);
  CHECK_FALSE(pick(state));
}

TEST_CASE("copies go their own ways", "[solver][state]") {
  State left = rooted({on(a, "")});
  REQUIRE(pick(left) == a);
  State right = left;

  REQUIRE_FALSE(decide(left, a, "1", {on(b, "==1")}));
  REQUIRE_FALSE(decide(right, a, "2", {on(c, "==2")}));
  REQUIRE(left.propagate(a));
  REQUIRE(right.propagate(a));

  CHECK(left.allowed(b));
  CHECK_FALSE(left.allowed(c));
  CHECK(right.allowed(c));
  CHECK_FALSE(right.allowed(b));
  CHECK(left.decisions().back().version == version("1"));
  CHECK(right.decisions().back().version == version("2"));
  CHECK(pick(left) == b);
  CHECK(pick(right) == c);
}

TEST_CASE("a proxy ties its package to its range at once", "[solver][state]") {
  State state = rooted({on(a, "")});
  state.add_proxy(b, a, range("==1"));
  REQUIRE(pick(state) == a);
  REQUIRE_FALSE(decide(state, a, "2", {on(b, "==1")}));
  // a 2 needs the proxy b 1, which needs a 1.
  REQUIRE(state.propagate(a));
  CHECK_FALSE(state.allowed(a)->contains(version("2")));
}

TEST_CASE("what holds whatever is decided later", "[solver][state]") {
  State state = rooted({on(a, ">=1"), on(b, "")});
  REQUIRE(pick(state) == a);
  REQUIRE_FALSE(decide(state, a, "1", {on(b, "<3")}));
  REQUIRE(state.propagate(a));
  CHECK(*state.allowed(b) == range("<3"));
  REQUIRE(state.lasting_term(b));
  CHECK(state.lasting_term(b)->range() == VersionRange::full());
  CHECK(state.lasting_term(c) == nullptr);
}

TEST_CASE("the end of a search is a proof", "[solver][state]") {
  State state = rooted({on(a, ">=1")});
  REQUIRE(pick(state) == a);
  state.add_custom(a, range(">=2"), ReasonId{5});
  REQUIRE(state.propagate(a));
  REQUIRE(pick(state) == a);
  state.add_no_versions(a, *state.allowed(a));
  const auto end = state.propagate(a);
  REQUIRE_FALSE(end);
  const Derivation proof = state.derivation(end.error().proof);
  REQUIRE(proof.nodes.size() >= 5);
  const auto& last = std::get<Conclusion>(proof.nodes.back());
  CHECK(last.first < proof.nodes.size() - 1);
  CHECK(last.second < proof.nodes.size() - 1);
  bool has_reason = false;
  for (const DerivationNode& node : proof.nodes)
    if (const auto* fact = std::get_if<Fact>(&node))
      if (const auto* custom = std::get_if<CustomFact>(fact))
        has_reason = custom->reason == ReasonId{5} && custom->versions == range(">=2");
  CHECK(has_reason);
}
