// SPDX-License-Identifier: MIT
#include "resolve_fixture.hpp"
#include "support/catch.hpp"

using namespace axle;
using namespace axle::testing;

TEST_CASE("the highest version that fits is taken", "[resolve]") {
  CHECK(resolved(for_one_machine({"a<3"}), "a 1.0\na 2.0\na 3.0\n") == "a==2.0");
}

TEST_CASE("what a version needs is resolved with it", "[resolve]") {
  constexpr auto universe = R"(
a 1.0
  needs b>=1
  needs c ; sys_platform == 'win32'
b 1.0
b 2.0
  needs d
c 1.0
d 1.0
)";
  CHECK(resolved(for_one_machine({"a"}), universe) == "a==1.0, b==2.0, d==1.0");
}

TEST_CASE("a version whose needs contradict others gives way to an older one", "[resolve]") {
  constexpr auto universe = R"(
a 1.0
  needs c<2
b 1.0
  needs c<2
b 2.0
  needs c>=2
c 1.0
c 2.0
)";
  CHECK(resolved(for_one_machine({"a", "b"}), universe) == "a==1.0, b==1.0, c==1.0");
}

TEST_CASE("what cannot be met is an error", "[resolve]") {
  const std::string text = resolved(for_one_machine({"a", "b"}),
                                    "a 1.0\n  needs c<2\nb 1.0\n  needs c>=2\nc 1.0\nc 2.0\n");
  CHECK(text.starts_with("error: No solution found"));
}

TEST_CASE("an extra brings what it needs, in the version of its package", "[resolve]") {
  constexpr auto universe = R"(
a 1.0
  extra x
  needs b ; extra == 'x'
a 2.0
  extra x
  needs c ; extra == 'x'
  needs a[y] ; extra == 'x'
  extra y
  needs d ; extra == 'y'
b 1.0
c 1.0
d 1.0
)";
  CHECK(resolved(for_one_machine({"a[x]"}), universe) == "a==2.0, c==1.0, d==1.0");
  CHECK(resolved(for_one_machine({"a[x]", "a<2"}), universe) == "a==1.0, b==1.0");
  CHECK(resolved(for_one_machine({"a"}), universe) == "a==2.0");
}

TEST_CASE("pre-releases are a last resort", "[resolve]") {
  auto input = for_one_machine({"a"});
  CHECK(resolved(input, "a 1.0\na 2.0b1\n") == "a==1.0");
  CHECK(resolved(input, "a 2.0b1\na 2.0.dev1\n") == "a==2.0b1");
  input.prerelease = PrereleaseMode::allow;
  CHECK(resolved(input, "a 1.0\na 2.0b1\n") == "a==2.0b1");
  input.prerelease = PrereleaseMode::disallow;
  CHECK(resolved(input, "a 2.0b1\n").starts_with("error"));
  input.prerelease = PrereleaseMode::explicitly;
  CHECK(resolved(input, "a 2.0b1\n").starts_with("error"));
  auto mentioned = for_one_machine({"a>=2.0b1"});
  mentioned.prerelease = PrereleaseMode::explicitly;
  CHECK(resolved(mentioned, "a 1.0\na 2.0b1\n") == "a==2.0b1");
  input.prerelease_packages.emplace(package_name("a"), PrereleaseMode::allow);
  CHECK(resolved(input, "a 1.0\na 2.0b1\n") == "a==2.0b1");
}

TEST_CASE("a yanked version must be asked for", "[resolve]") {
  constexpr auto universe = "a 1.0\na 2.0\n  yanked broken\n";
  CHECK(resolved(for_one_machine({"a"}), universe) == "a==1.0");
  CHECK(resolved(for_one_machine({"a==2.0"}), universe) == "a==2.0");
  CHECK(resolved(for_one_machine({"a>=2.0"}), universe).starts_with("error"));
}

TEST_CASE("files that were uploaded too late do not exist", "[resolve]") {
  auto input = for_one_machine({"a"});
  input.exclude_newer.global = 100;
  constexpr auto universe = "a 1.0\n  uploaded 99\na 2.0\n  uploaded 100\na 3.0\n";
  CHECK(resolved(input, universe) == "a==1.0");
  input.exclude_newer.packages.emplace(package_name("a"), 101);
  CHECK(resolved(input, universe) == "a==2.0");
  input.exclude_newer.packages.at(package_name("a")) = std::nullopt;
  CHECK(resolved(input, universe) == "a==3.0");
}

TEST_CASE("wheels for other machines and Pythons are passed over", "[resolve]") {
  constexpr auto universe = R"(
a 1.0
  wheel cp312-cp312-manylinux_2_17_x86_64
a 2.0
  wheel cp312-cp312-win_amd64
a 3.0
  wheel cp311-cp311-manylinux_2_17_x86_64
a 4.0
  wheel cp312-cp312-manylinux_2_17_x86_64
  python >=3.13
)";
  CHECK(resolved(for_one_machine({"a"}), universe) == "a==1.0");
}

TEST_CASE("a source distribution stands in where no wheel fits, if it may be built", "[resolve]") {
  auto input = for_one_machine({"a"});
  constexpr auto universe = "a 1.0\na 2.0\n  sdist\n  wheel cp312-cp312-win_amd64\n";
  MemoryRegistry registry(universe);
  CHECK(resolved(input, registry) == "a==2.0");
  // The wheel is good enough to read.
  CHECK(registry.metadata_requests == std::vector<std::string>{"a-2.0-cp312-cp312-win_amd64.whl"});
  input.build.no_build = true;
  CHECK(resolved(input, universe) == "a==1.0");
  input.build.build_packages.insert(package_name("a"));
  CHECK(resolved(input, universe) == "a==2.0");
  input.build.no_binary = true;
  CHECK(resolved(input, "a 1.0\n  sdist\na 2.0\n") == "a==1.0");
}

TEST_CASE("the lowest versions on request", "[resolve]") {
  constexpr auto universe = "a 1.0\n  needs b\na 2.0\n  needs b\nb 1.0\nb 2.0\n";
  auto input = for_one_machine({"a"});
  input.resolution = ResolutionMode::lowest;
  CHECK(resolved(input, universe) == "a==1.0, b==1.0");
  input.resolution = ResolutionMode::lowest_direct;
  CHECK(resolved(input, universe) == "a==1.0, b==2.0");
}

TEST_CASE("local versions satisfy their public version, and the greatest is preferred",
          "[resolve]") {
  constexpr auto universe = "a 1.0\na 1.0+cpu\na 1.0+cu124\n";
  CHECK(resolved(for_one_machine({"a==1.0"}), universe) == "a==1.0+cu124");
  CHECK(resolved(for_one_machine({"a==1.0+cpu"}), universe) == "a==1.0+cpu");
}

TEST_CASE("the strategy decides which index counts", "[resolve]") {
  constexpr auto universe =
      "index https://one.example/s\na 1.0\nindex https://two.example/s\na 2.0\n";
  auto input = for_one_machine({"a"});
  CHECK(resolved(input, universe) == "a==1.0");
  auto newer = for_one_machine({"a>1"});
  CHECK(resolved(newer, universe).starts_with("error"));
  newer.indexes.strategy = IndexStrategy::unsafe_first_match;
  CHECK(resolved(newer, universe) == "a==2.0");
  input.indexes.strategy = IndexStrategy::unsafe_best_match;
  CHECK(resolved(input, universe) == "a==2.0");
}

TEST_CASE(
    "with best match, a usable file of a later index stands in for an unusable one of the same "
    "version",
    "[resolve]") {
  auto input = for_one_machine({"a"});
  input.indexes.strategy = IndexStrategy::unsafe_best_match;
  CHECK(resolved(input,
                 "index https://one.example/s\na 2.0\n  wheel cp313-cp313-win_amd64\n"
                 "index https://two.example/s\na 1.0\na 2.0\n") == "a==2.0");
}

TEST_CASE("constraints limit, overrides replace, exclusions remove", "[resolve]") {
  constexpr auto universe = "a 1.0\n  needs b>=2\n  needs c\nb 1.0\nb 2.0\nb 3.0\nc 1.0\n";
  auto input = for_one_machine({"a"});
  input.constraints.push_back(requirement("b<3"));
  input.constraints.push_back(requirement("unrelated==1"));
  CHECK(resolved(input, universe) == "a==1.0, b==2.0, c==1.0");
  input.constraints.clear();
  input.overrides.push_back({std::nullopt, requirement("b==1.0")});
  CHECK(resolved(input, universe) == "a==1.0, b==1.0, c==1.0");
  input.overrides = {{OverrideScope{package_name("a"), version("1.0")}, requirement("b==3.0")},
                     {OverrideScope{package_name("a"), std::nullopt}, requirement("b==2.0")}};
  CHECK(resolved(input, universe) == "a==1.0, b==3.0, c==1.0");
  input.overrides.clear();
  input.excludes.push_back({std::nullopt, package_name("c")});
  CHECK(resolved(input, universe) == "a==1.0, b==3.0");
  input.excludes = {{OverrideScope{package_name("other"), std::nullopt}, package_name("c")}};
  CHECK(resolved(input, universe) == "a==1.0, b==3.0, c==1.0");
}

TEST_CASE("preferred versions are kept while they fit", "[resolve]") {
  constexpr auto universe = "a 1.0\na 2.0\na 2.0+cpu\na 3.0\n";
  auto input = for_one_machine({"a"});
  const auto prefer = [&](std::string_view text) {
    return VersionPreference{
        .name = package_name("a"), .version = version(text), .url = {}, .fork_markers = {}};
  };
  input.preferences = {prefer("1.0")};
  CHECK(resolved(input, universe) == "a==1.0");
  input.preferences = {prefer("2.0")};
  CHECK(resolved(input, universe) == "a==2.0+cpu");
  input.preferences = {prefer("9.0")};
  CHECK(resolved(input, universe) == "a==3.0");
  auto newer = for_one_machine({"a>2.1"});
  newer.preferences = {prefer("1.0")};
  CHECK(resolved(newer, universe) == "a==3.0");
}

TEST_CASE("installed versions are kept unless they are to be upgraded", "[resolve]") {
  auto input = for_one_machine({"a"});
  input.installed.push_back({package_name("a"), version("1.0"), nullptr});
  CHECK(resolved(input, "a 1.0\na 2.0\n") == "a==1.0");
  input.upgrade_all = true;
  CHECK(resolved(input, "a 1.0\na 2.0\n") == "a==2.0");
}

TEST_CASE("without dependencies nothing is looked into", "[resolve]") {
  auto input = for_one_machine({"a"});
  input.with_dependencies = false;
  MemoryRegistry registry("a 1.0\n  needs b\n");
  CHECK(resolved(input, registry) == "a==1.0");
  CHECK(registry.metadata_requests.empty());
}

TEST_CASE("a URL deep in the dependencies is refused", "[resolve]") {
  const std::string text = resolved(
      for_one_machine({"a"}), "a 1.0\n  needs b @ https://e.example/b-1.0-py3-none-any.whl\n");
  CHECK(text.find("URL dependencies must be expressed as direct requirements") !=
        std::string::npos);
}
