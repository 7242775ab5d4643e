// SPDX-License-Identifier: MIT
#include "locking/explain_lock.hpp"

#include "base/text.hpp"
#include "support/catch.hpp"

using namespace axle;

namespace {

Marker marker(std::string_view text) { return *Marker::parse(text); }

}  // namespace

TEST_CASE("forks are a tree in the order of solving, each with its reason", "[operations]") {
  using Reason = ResolutionFork::Reason;
  Resolution resolution;
  resolution.requires_python = RequiresPython::from(*VersionSpecifiers::parse(">=3.9"));
  resolution.effort = {3, 1, 12};
  const Marker old = marker("python_full_version < '3.11'");
  const Marker arm = marker("sys_platform == 'darwin'");
  resolution.forks = {
      {},
      {.parent = 0,
       .reason = Reason::needs,
       .packages_required_differently = {"a", "b"},
       .marker = old,
       .packages = 4},
      {.parent = 0,
       .reason = Reason::needs,
       .packages_required_differently = {"a", "b"},
       .marker = ~old},
      {.parent = 2,
       .reason = Reason::needs,
       .cause = "x==1",
       .marker = ~old,
       .without = {"p[c]", "p[g]"},
       .packages = 5},
      {.parent = 2,
       .reason = Reason::needs,
       .cause = "x==1",
       .marker = ~old,
       .with = {"p[c]"},
       .without = {"p[g]"}},
      {.parent = 4,
       .reason = Reason::local,
       .cause = "t==2+cpu",
       .marker = ~old & arm,
       .with = {"p[c]"},
       .without = {"p[g]"},
       .packages = 6},
      {.parent = 4,
       .reason = Reason::local,
       .cause = "t==2+cpu",
       .marker = ~old & ~arm,
       .with = {"p[c]"},
       .without = {"p[g]"},
       .packages = 7},
  };
  CHECK(join(resolution_story(resolution), "\n") ==
        "Looked at 3 index pages and the requirements of 1 version, made 12 choices\n"
        "all environments, split by how the project requires `a` and `b`\n"
        "├── python_full_version >= '3.11', split by the conflict of `p[c]` and `p[g]`\n"
        "│   ├── with `p[c]`, split because `t==2+cpu` has wheels for some of it, its base version "
        "for more\n"
        "│   │   ├── sys_platform != 'darwin': 7 packages\n"
        "│   │   └── sys_platform == 'darwin': 6 packages\n"
        "│   └── without `p[c]` and `p[g]`: 5 packages\n"
        "└── python_full_version < '3.11': 4 packages");
}

TEST_CASE("a lock that starts from stored forks or environments says so", "[operations]") {
  using Reason = ResolutionFork::Reason;
  Resolution resolution;
  resolution.requires_python = RequiresPython::from(*VersionSpecifiers::parse(">=3.9"));
  resolution.forks = {
      {.reason = Reason::lock, .marker = marker("sys_platform == 'linux'"), .packages = 1},
      {.reason = Reason::environment, .marker = marker("os_name == 'nt'")},
      {.parent = 1,
       .reason = Reason::python,
       .cause = "a==1",
       .marker = marker("os_name == 'nt'"),
       .packages = 1},
      {.parent = 1,
       .reason = Reason::wheels,
       .cause = "a==1",
       .marker = marker("os_name == 'nt' and platform_machine == 'x'"),
       .packages = 2}};
  const std::vector<std::string> lines = resolution_story(resolution);
  REQUIRE(lines.size() == 5);
  CHECK(lines[1] == "fork of the lockfile: sys_platform == 'linux': 1 package");
  CHECK(lines[2].starts_with("environment: os_name == 'nt', split"));
}

TEST_CASE("a long chain of forks is told without recursion", "[operations]") {
  Resolution resolution;
  resolution.requires_python = RequiresPython::from(*VersionSpecifiers::parse(">=3.9"));
  resolution.forks.resize(2000);
  for (std::size_t i = 1; i < resolution.forks.size(); ++i) resolution.forks[i].parent = i - 1;
  CHECK(resolution_story(resolution).size() == 2001);
}
