// SPDX-License-Identifier: MIT
#include "resolve_fixture.hpp"
#include "support/catch.hpp"

using namespace axle;
using namespace axle::testing;
using Lines = std::vector<std::string>;

TEST_CASE("requirements with different markers split the fork, and each part gets its version",
          "[resolve][universal]") {
  constexpr auto universe = "a 1.0\na 2.0\n";
  const auto input =
      for_all(">=3.12", {"a<2 ; sys_platform == 'linux'", "a>=2 ; sys_platform != 'linux'"});
  CHECK(resolved(input, universe) ==
        "a==1.0 ; sys_platform == 'linux', a==2.0 ; sys_platform != 'linux'");
  CHECK(forks(input, universe) == Lines{"sys_platform == 'linux'", "sys_platform != 'linux'"});
}

TEST_CASE("one requirement with a marker does not split", "[resolve][universal]") {
  const auto input = for_all(">=3.12", {"a ; sys_platform == 'linux'", "b"});
  CHECK(resolved(input, "a 1.0\nb 1.0\n  needs a ; os_name == 'nt'\n") ==
        "a==1.0 ; os_name == 'nt' or sys_platform == 'linux', b==1.0");
  CHECK(forks(input, "a 1.0\nb 1.0\n").empty());
}

TEST_CASE("requirements for Pythons that are not supported are dropped", "[resolve][universal]") {
  CHECK(resolved(for_all(">=3.12", {"a", "b ; python_version < '3.10'"}), "a 1.0\nb 1.0\n") ==
        "a==1.0");
}

TEST_CASE("a requirement for newer Pythons only splits the Python range", "[resolve][universal]") {
  constexpr auto universe = "a 1.0\n  python >=3.8\na 2.0\n  python >=3.10\n";
  const auto input = for_all(">=3.8", {"a ; python_version >= '3.10'"});
  CHECK(resolved(input, universe) == "a==2.0 ; python_full_version >= '3.10'");
}

TEST_CASE("a version that needs a newer Python splits the range, unless few versions are wanted",
          "[resolve][universal]") {
  constexpr auto universe = "a 1.0\n  python >=3.8\na 2.0\n  python >=3.10\n";
  auto input = for_all(">=3.8", {"a"});
  CHECK(resolved(input, universe) ==
        "a==1.0 ; python_full_version < '3.10', a==2.0 ; python_full_version >= '3.10'");
  CHECK(forks(input, universe) ==
        Lines{"python_full_version >= '3.10'", "python_full_version < '3.10'"});
  input.fork_strategy = ForkStrategy::fewest;
  CHECK(resolved(input, universe) == "a==1.0");
}

TEST_CASE("a local version leaves the machines it has no wheels for to the plain one",
          "[resolve][universal]") {
  constexpr auto universe = R"(
torch 2.5.1
  wheel cp312-none-macosx_11_0_arm64
torch 2.5.1+cpu
  wheel cp312-cp312-linux_x86_64
  wheel cp312-cp312-win_amd64
)";
  const auto input = for_all(">=3.12", {"torch"});
  CHECK(resolved(input, universe) ==
        "torch==2.5.1 ; sys_platform == 'darwin', torch==2.5.1+cpu ; sys_platform != 'darwin'");
  CHECK(forks(input, universe) == Lines{"sys_platform != 'darwin'", "sys_platform == 'darwin'"});
}

TEST_CASE(
    "where both have wheels of a system, only what the local version lacks goes to the plain one",
    "[resolve][universal]") {
  constexpr auto universe = R"(
torch 2.5.1
  wheel cp312-cp312-manylinux_2_17_aarch64
torch 2.5.1+cu124
  wheel cp312-cp312-linux_x86_64
  wheel cp313-cp313-linux_x86_64
)";
  CHECK(forks(for_all(">=3.12", {"torch"}), universe) ==
        Lines{"python_full_version >= '3.13' or platform_machine != 'aarch64' or "
              "platform_python_implementation != 'CPython' or "
              "sys_platform != 'linux'",
              "python_full_version < '3.13' and platform_machine == 'aarch64' and "
              "platform_python_implementation == 'CPython' and "
              "sys_platform == 'linux'"});
}

TEST_CASE("a required environment without wheels gets an older version of its own",
          "[resolve][universal]") {
  constexpr auto universe = R"(
a 1.0
  wheel py3-none-macosx_10_9_x86_64
  wheel py3-none-manylinux_2_17_x86_64
a 2.0
  wheel py3-none-macosx_11_0_arm64
  wheel py3-none-manylinux_2_17_x86_64
)";
  auto input = for_all(">=3.12", {"a"});
  CHECK(resolved(input, universe) == "a==2.0");
  std::get<AllEnvironments>(input.environment).required_environments = {
      marker("sys_platform == 'darwin' and platform_machine == 'x86_64'")};
  CHECK(forks(input, universe) ==
        Lines{"platform_machine != 'x86_64' or sys_platform == 'linux'",
              "platform_machine == 'x86_64' and sys_platform != 'linux'"});
  CHECK(resolved(input, universe) ==
        "a==1.0 ; platform_machine == 'x86_64' and sys_platform != 'linux', "
        "a==2.0 ; platform_machine != 'x86_64' or sys_platform == 'linux'");
  // Nobody needs it there, so nothing is missing.
  input.requirements = {requirement("a ; sys_platform == 'linux'")};
  CHECK(resolved(input, universe) == "a==2.0 ; sys_platform == 'linux'");
}

TEST_CASE("a required environment that no version serves is an error", "[resolve][universal]") {
  auto input = for_all(">=3.12", {"a"});
  std::get<AllEnvironments>(input.environment).required_environments = {
      marker("sys_platform == 'win32'")};
  CHECK(resolved(input, "a 1.0\n  wheel py3-none-manylinux_2_17_x86_64\n").starts_with("error"));
}

TEST_CASE("environments limit the resolution and are solved one by one", "[resolve][universal]") {
  constexpr auto universe = "a 1.0\nb 1.0\n";
  auto input = for_all(">=3.12", {"a", "b ; sys_platform == 'win32'"});
  std::get<AllEnvironments>(input.environment).environments = {marker("sys_platform == 'linux'"),
                                                               marker("sys_platform == 'darwin'")};
  CHECK(resolved(input, universe) ==
        "a==1.0 ; sys_platform == 'darwin' or sys_platform == 'linux'");
  CHECK(forks(input, universe) == Lines{"sys_platform == 'linux'", "sys_platform == 'darwin'"});
}

TEST_CASE("minima for the C library make newer wheels count for nothing", "[resolve][universal]") {
  constexpr auto universe = R"(
a 1.0
  wheel py3-none-manylinux_2_17_x86_64
a 2.0
  wheel py3-none-manylinux_2_28_x86_64
)";
  auto input = for_all(">=3.12", {"a"});
  auto& all = std::get<AllEnvironments>(input.environment);
  all.environments = {marker("sys_platform == 'linux' and platform_machine == 'x86_64'")};
  CHECK(resolved(input, universe).starts_with("a==2.0"));
  all.minimum_libc = MinimumLibc{{{2, 17}}, std::nullopt};
  CHECK(resolved(input, universe).starts_with("a==1.0"));
}

// -- Projects with extras and groups.

TEST_CASE("a project is resolved with all its extras and groups", "[resolve][universal]") {
  Project project;
  project.requires_dist = {"a", "b ; extra == 'x'"};
  project.extras = {"x"};
  project.groups = {{"dev", "c"}};
  CHECK(resolved(for_project(">=3.12", project), "a 1.0\nb 1.0\nc 1.0\n") ==
        "a==1.0, b==1.0, c==1.0, project==0.1.0");
}

TEST_CASE("conflicting extras are solved apart, the last one first and none of them last",
          "[resolve][universal][conflicts]") {
  constexpr auto universe = R"(
index https://cpu.example/s
torch 2.5.1+cpu
index https://cu.example/s
torch 2.5.1+cu124
)";
  Project project;
  project.requires_dist = {"torch ; extra == 'cpu'", "torch ; extra == 'cu124'"};
  project.extras = {"cpu", "cu124"};
  project.sources = {{"torch", "https://cpu.example/s", "extra cpu", ""},
                     {"torch", "https://cu.example/s", "extra cu124", ""}};
  auto input = for_project(">=3.12", project);

  SECTION("declared") {
    input.conflicts = conflicting_extras("project", {"cpu", "cu124"});
    CHECK(forks(input, universe) ==
          Lines{"extra != 'extra-7-project-cpu' and extra == 'extra-7-project-cu124'",
                "extra == 'extra-7-project-cpu' and extra != 'extra-7-project-cu124'",
                "extra != 'extra-7-project-cpu' and extra != 'extra-7-project-cu124'"});
    MemoryRegistry registry(universe);
    const auto resolution = answer(input, registry);
    REQUIRE(resolution);
    std::size_t torches = 0;
    for (const ResolvedPackage& package : resolution->packages)
      torches += package.name.text() == "torch" ? 1U : 0U;
    CHECK(torches == 2);
    // An edge of an extra need not say again that the extra is on.
    for (const ResolutionEdge& edge : resolution->edges)
      if (edge.from != ResolutionEdge::root && resolution->nodes[edge.from].extra)
        CHECK(edge.marker.is_always());
  }
  SECTION("not declared: two indexes for one package in one fork") {
    const std::string text = resolved(input, universe);
    CHECK(text.starts_with("error: Requirements contain conflicting indexes for package `torch`"));
  }
}

TEST_CASE("an index is tied to the forks of its marker, and transitive needs follow",
          "[resolve][universal]") {
  constexpr auto universe = R"(
torch 2.5.1
torchvision 0.20.1
  needs torch
index https://cpu.example/s
torch 2.5.1+cpu
)";
  Project project;
  project.requires_dist = {"torch", "torchvision"};
  project.sources = {{"torch", "https://cpu.example/s", "", "sys_platform == 'linux'"}};
  const auto input = for_project(">=3.12", project);
  CHECK(
      resolved(input, universe) ==
      "project==0.1.0, torch==2.5.1 ; sys_platform != 'linux', torch==2.5.1+cpu ; sys_platform == "
      "'linux', torchvision==0.20.1");
}

TEST_CASE("a fork prefers what its sibling took", "[resolve][universal]") {
  constexpr auto universe = R"(
a 1.0
  needs c<2
a 2.0
c 1.0
c 2.0
)";
  // Upper bounds go first, so that c 1.0 is there for the other fork, where it is not needed but
  // good enough.
  const auto input =
      for_all(">=3.12", {"a<2 ; sys_platform == 'linux'", "a>=2 ; sys_platform != 'linux'", "c"});
  CHECK(resolved(input, universe) ==
        "a==1.0 ; sys_platform == 'linux', a==2.0 ; sys_platform != 'linux', c==1.0");
}

TEST_CASE("stored forks are built on before environments", "[resolve][universal]") {
  constexpr auto universe = "a 1.0\n";
  auto input = for_all(">=3.12", {"a"});
  std::get<AllEnvironments>(input.environment).stored_forks = {marker("sys_platform == 'linux'"),
                                                               marker("sys_platform != 'linux'")};
  CHECK(forks(input, universe) == Lines{"sys_platform == 'linux'", "sys_platform != 'linux'"});
}

TEST_CASE("a failure in a fork names the fork", "[resolve][universal]") {
  const auto input =
      for_all(">=3.12", {"a<2 ; sys_platform == 'linux'", "a>=2 ; sys_platform != 'linux'"});
  const std::string text = resolved(input, "a 1.0\n");
  CHECK(text.find("split (markers: sys_platform != 'linux')") != std::string::npos);
}

TEST_CASE("a constraint that allows every version splits nothing, even if it names an index",
          "[resolve][universal]") {
  auto input = for_all(">=3.12", {"a"});
  for (const std::string_view text : {"a ; sys_platform == 'linux'", "a>=1 ; os_name == 'nt'"})
    input.constraints.push_back(requirement(text));
  std::get<RegistrySource>(input.constraints.front().source).index =
      index_url("https://pytorch.example/cpu");
  CHECK(forks(input, "a 1.0\n") == Lines{"os_name == 'nt'", "os_name != 'nt'"});
}

TEST_CASE("a failure elsewhere says that the machine at hand is not concerned",
          "[resolve][universal]") {
  // At hand is Linux with Python 3.12. The part that is solved first, and fails, comes last.
  const auto hints = [](std::string_view good, std::string_view bad) {
    auto input = for_all(">=3.12", {good, bad});
    input.machine = std::get<OneEnvironment>(for_one_machine({}).environment).markers;
    MemoryRegistry registry("a 1.0\n");
    const auto failed = answer(input, registry);
    REQUIRE_FALSE(failed.has_value());
    std::string all;
    for (const std::string& one : failed.error().hints) all += one + "\n";
    return all;
  };
  CHECK(hints("a ; sys_platform != 'win32'", "a>=2 ; sys_platform == 'win32'")
            .find("an environment that is not the current one") != std::string::npos);
  CHECK(hints("a ; python_version < '3.13'", "a>=2 ; python_version >= '3.13'")
            .find("the active Python version is 3.12") != std::string::npos);
  CHECK(hints("a ; sys_platform != 'linux'", "a>=2 ; sys_platform == 'linux'").find("current") ==
        std::string::npos);
}
