// SPDX-License-Identifier: MIT
#include "resolve/dependency_forks.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "resolve_fixture.hpp"
#include "support/catch.hpp"

using namespace axle;
using namespace axle::testing;
using Lines = std::vector<std::string>;

namespace {

// The requirements of one parent, split; a line for each fork: its marker, then its dependencies.
Lines split(std::string_view requires_python, std::initializer_list<std::string_view> requirements,
            std::string_view environment = "", const Conflicts& declared = {}) {
  PackageTable table;
  SourceTable sources;
  const ConflictTable conflicts(declared, table);
  std::vector<SourcedRequirement> kept;
  for (const std::string_view text : requirements) kept.push_back(requirement(text));
  std::vector<PreparedRequirement> prepared;
  for (const SourcedRequirement& one : kept) prepared.push_back(prepare(one, table, sources));
  DependencyEdges made = make_dependencies(prepared, table[PackageTable::root], table, conflicts);
  ForkEnvironment whole = ForkEnvironment::all();
  if (!environment.empty()) whole = whole.narrowed(marker(environment));
  const RequiresPython python = RequiresPython::from(*VersionSpecifiers::parse(requires_python));
  SolveBudget budget{SolveLimits{}};
  auto forks = split_dependencies(std::move(made.edges), {table, conflicts, whole, python, budget});
  Lines lines;
  for (const DependencyFork& fork : forks) {
    Lines names;
    for (const DependencyEdge& edge : fork.dependencies)
      names.push_back(table.describe(edge.package, "root") + edge.range.to_string());
    lines.push_back(fmt::format(
        "{}: {}", fork.environment.universal_marker(conflicts).to_text().value_or("all"),
        fmt::join(names, " ")));
  }
  return lines;
}

}  // namespace

TEST_CASE("siblings are taken in order of name", "[dependency_forks]") {
  CHECK(split(">=3.12", {"c", "a", "b"}) == Lines{"all: a* b* c*"});
}

TEST_CASE("same markers do not split, different ones do: what is left over first",
          "[dependency_forks]") {
  CHECK(split(">=3.12", {"a ; os_name == 'nt'", "a<2 ; os_name == 'nt'"}).size() == 1);
  CHECK(split(">=3.12", {"a<2 ; os_name == 'nt'", "a>=2 ; os_name == 'posix'"}) ==
        Lines{"os_name != 'nt' and os_name != 'posix': ",
              "os_name == 'posix': a{os_name == 'posix'}>=2",
              "os_name == 'nt': a{os_name == 'nt'}<2"});
}

TEST_CASE("a requirement without a marker goes to every part", "[dependency_forks]") {
  CHECK(split(">=3.12", {"a<2 ; os_name == 'nt'", "a"}) ==
        Lines{"os_name != 'nt': a*", "os_name == 'nt': a{os_name == 'nt'}<2 a*"});
}

TEST_CASE("what cannot hold in the fork is dropped, also for its Python", "[dependency_forks]") {
  CHECK(split(">=3.12", {"a<2 ; os_name == 'nt'", "a"}, "os_name == 'posix'") ==
        Lines{"os_name == 'posix': a*"});
  CHECK(split(">=3.12", {"a<2 ; python_version < '3.8'", "a"}).size() == 1);
}

TEST_CASE("a lone marker that raises the Python splits", "[dependency_forks]") {
  CHECK(split(">=3.8", {"a ; python_version >= '3.10'"}) ==
        Lines{"python_full_version < '3.10': ",
              "python_full_version >= '3.10': a{python_full_version >= '3.10'}*"});
  CHECK(split(">=3.12", {"a ; python_version >= '3.10'"}).size() == 1);
  CHECK(split(">=3.8", {"a ; python_version < '3.10'"}).size() == 1);
}

TEST_CASE("n conflicting items make n + 1 forks", "[dependency_forks][conflicts]") {
  const Lines forks = split(">=3.12", {"p[x,y,z]"}, "", conflicting_extras("p", {"x", "y", "z"}));
  REQUIRE(forks.size() == 4);
  CHECK(forks[0] ==
        "extra != 'extra-1-p-x' and extra != 'extra-1-p-y' and extra != 'extra-1-p-z': p*");
  CHECK(forks[1].ends_with(": p* p[x]*"));
  CHECK(forks[3].ends_with(": p* p[z]*"));
}

TEST_CASE("conflicts that no dependency is an item of do not split",
          "[dependency_forks][conflicts]") {
  CHECK(split(">=3.12", {"p", "q[x]"}, "", conflicting_extras("p", {"x", "y"})).size() == 1);
}

TEST_CASE("forks are pushed so that the newest Python, then the most bounded is solved first",
          "[dependency_forks]") {
  PackageTable table;
  const auto edge = [&](std::string_view range) {
    return DependencyEdge{PackageTable::root, VersionRange::from(*VersionSpecifiers::parse(range))};
  };
  const auto all = ForkEnvironment::all();
  std::vector<DependencyFork> forks{
      {all.narrowed(marker("python_version >= '3.12'")), {}},
      {all.narrowed(marker("python_version < '3.12' and os_name == 'nt'")), {edge("<2")}},
      {all.narrowed(marker("python_version < '3.12' and os_name != 'nt'")), {edge(">1")}}};
  const auto first_solved = [&](bool lowest_first) {
    auto ordered = forks;
    order_forks(ordered, lowest_first);
    return ordered.back().environment.marker();
  };
  CHECK(first_solved(false) == marker("python_version >= '3.12'"));
  CHECK(first_solved(true) == marker("python_version < '3.12' and os_name == 'nt'"));
}
