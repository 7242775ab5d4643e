// SPDX-License-Identifier: MIT
#include "explain/explain.hpp"

#include <string>
#include <vector>

#include "axle/markers/marker_environment.hpp"
#include "axle/versions/version_specifiers.hpp"
#include "support/catch.hpp"
#include "unit/explain/explain_world.hpp"

using namespace axle;

TEST_CASE("a package that no index has", "[resolve][explain]") {
  ExplainWorld world;
  world.project({{"torch", ""}}).missing("torch");
  CHECK(world.proof() ==
        "Because torch was not found in the package registry and your project depends on torch, we "
        "can conclude that your "
        "project's requirements are unsatisfiable.");
  CHECK(world.explanation().message == "No solution found when resolving dependencies");
  world.split = "split (markers: sys_platform == 'linux')";
  CHECK(
      world.explanation().message ==
      "No solution found when resolving dependencies for split (markers: sys_platform == 'linux')");
}

TEST_CASE("a version that does not exist", "[resolve][explain]") {
  ExplainWorld world;
  SECTION("exactly one was asked for") {
    world.project({{"torch", "==3"}}).add("torch", "2.5").add("torch", "2.6");
    CHECK(world.proof() ==
          "Because there is no version of torch==3 and your project depends on torch==3, we can "
          "conclude that your "
          "project's requirements are unsatisfiable.");
  }
  SECTION("more than the last was asked for") {
    world.project({{"torch", ">=3"}}).add("torch", "2.5").add("torch", "2.6");
    CHECK(world.proof() ==
          "Because only torch<=2.6 is available and your project depends on torch>=3, we can "
          "conclude that your project's "
          "requirements are unsatisfiable.");
  }
  SECTION("there is only one") {
    world.project({{"torch", ">=3"}}).add("torch", "2.6");
    CHECK(world.proof() ==
          "Because only torch==2.6 is available and your project depends on torch>=3, we can "
          "conclude that your project's "
          "requirements are unsatisfiable.");
  }
}

TEST_CASE("a version whose need cannot be met", "[resolve][explain]") {
  ExplainWorld world;
  world.project({{"torch; sys_platform == 'linux'", ">=2.5.1"}});
  world.add("torch", "2.4.1+rocm6.1");
  world.add("torch", "2.5.1+rocm6.2",
            {{"triton; sys_platform == 'linux' and platform_machine == 'x86_64'", "==3.1.0"}});
  world.add("triton", "2.0").add("triton", "3.0");
  CHECK(world.proof() ==
        "Because there is no version of triton{platform_machine == 'x86_64' and sys_platform == "
        "'linux'}==3.1.0 and "
        "torch>=2.5.1+rocm6.2 depends on triton{platform_machine == 'x86_64' and sys_platform == "
        "'linux'}==3.1.0, we can "
        "conclude that torch>=2.5.1+rocm6.2 cannot be used.\n"
        "And because your project depends on torch{sys_platform == 'linux'}>=2.5.1, we can "
        "conclude that your project's "
        "requirements are unsatisfiable.");
}

TEST_CASE("a version between those that exist is said not to be there", "[resolve][explain]") {
  ExplainWorld world;
  world.project({{"torch", ">=2.5.1"}});
  world.add("torch", "2.4.1").add("torch", "2.6", {{"triton", "==3.1.0"}}).add("triton", "3.0");
  CHECK(world.proof() ==
        "Because there is no version of triton==3.1.0 and torch>=2.6 depends on triton==3.1.0, we "
        "can conclude that "
        "torch>=2.6 cannot be used.\n"
        "And because only the following versions of torch are available:\n"
        "    torch<2.5.1\n"
        "    torch>=2.6\n"
        "and your project depends on torch>=2.5.1, we can conclude that your project's "
        "requirements are unsatisfiable.");
}

TEST_CASE("needs that contradict each other", "[resolve][explain]") {
  ExplainWorld world;
  world.project({{"a", ""}, {"b", ">=1"}});
  world.add("a", "1.0", {{"c", "<2"}}).add("b", "0.5").add("b", "1.0", {{"c", ">=2"}});
  world.add("c", "1.0").add("c", "2.0").add("c", "3.0");
  CHECK(world.proof() ==
        "Because b>=1.0 depends on c>=2 and all versions of a depend on c<2, we can conclude that "
        "all versions of a and "
        "b>=1.0 are incompatible.\n"
        "And because your project depends on a and b>=1, we can conclude that your project's "
        "requirements are "
        "unsatisfiable.");
}

TEST_CASE("versions that are refused for one reason are one fact", "[resolve][explain]") {
  ExplainWorld world;
  world.project({{"a", ""}});
  SECTION("all of them") {
    for (const char* number : {"1.0", "2.0", "3.0"})
      world.refuse("a", number, UnusableFiles{FileVerdict::Kind::no_build, false, ""});
    CHECK(world.proof() ==
          "Because all versions of a have no usable wheels and your project depends on a, we can "
          "conclude that your "
          "project's requirements are unsatisfiable.");
    world.input.build.no_build = true;
    CHECK(world.hints() ==
          std::vector<std::string>{
              "Wheels are required for `a` because building from source is disabled "
              "for all packages (i.e., with `--no-build`)"});
  }
  SECTION("for different ones") {
    for (const char* number : {"303", "304", "305"}) world.refuse("a", number, NoWheelForPython{});
    for (const char* number : {"306", "307"})
      world.refuse("a", number, MissingPlatform{Marker::parse("sys_platform == 'linux'").value()});
    world.input.requires_python = RequiresPython::at_least(version("3.12"));
    CHECK(world.proof() ==
          "Because a<=305 has no wheels with a matching Python version tag (e.g., `cp312`) and "
          "only the following versions of "
          "a are available:\n"
          "    a<=305\n"
          "    a>=306\n"
          "we can conclude that a<306 cannot be used.\n"
          "And because a>=306 has no Linux-compatible wheels and your project depends on a, we can "
          "conclude that your "
          "project's requirements are unsatisfiable.");
  }
}

TEST_CASE("versions that were yanked", "[resolve][explain]") {
  ExplainWorld world;
  const UnusableFiles yanked{FileVerdict::Kind::yanked, true, ""};
  SECTION("the only one in the range") {
    world.requirements({{"a", ">0.1.0"}}).add("a", "0.1.0").refuse("a", "1.0.0", yanked);
    CHECK(world.proof() ==
          "Because a==1.0.0 was yanked and only the following versions of a are available:\n"
          "    a<=0.1.0\n"
          "    a==1.0.0\n"
          "we can conclude that a>0.1.0 cannot be used.\n"
          "And because you require a>0.1.0, we can conclude that your requirements are "
          "unsatisfiable.");
  }
  SECTION("the only one") {
    world.requirements({{"a", ""}}).refuse("a", "1.0.0", yanked);
    CHECK(world.proof() ==
          "Because a==1.0.0 was yanked and only a==1.0.0 is available, we can conclude that all "
          "versions of a cannot be "
          "used.\n"
          "And because you require a, we can conclude that your requirements are unsatisfiable.");
  }
  SECTION("the only one that another package may use") {
    world.requirements({{"a", ""}}).add("a", "0.1.0", {{"b", ">0.1"}});
    world.add("b", "0.1.0").refuse("b", "1.0.0", yanked);
    CHECK(world.proof() ==
          "Because b==1.0.0 was yanked and only the following versions of b are available:\n"
          "    b<=0.1\n"
          "    b==1.0.0\n"
          "we can conclude that b>0.1 cannot be used.\n"
          "And because all versions of a depend on b>0.1 and you require a, we can conclude that "
          "your requirements are "
          "unsatisfiable.");
  }
  SECTION("the only one of a package that another needs") {
    world.requirements({{"a", ""}}).add("a", "0.1.0", {{"b", ""}}).refuse("b", "1.0.0", yanked);
    CHECK(world.proof() ==
          "Because b==1.0.0 was yanked and only b==1.0.0 is available, we can conclude that all "
          "versions of b cannot be "
          "used.\n"
          "And because all versions of a depend on b and you require a, we can conclude that your "
          "requirements are "
          "unsatisfiable.");
  }
  SECTION("the one that is pinned, while another would do") {
    world.requirements({{"a", ""}, {"b", ""}});
    world.add("a", "1.0.0", {{"c", "==2.0.0"}}).add("b", "1.0.0", {{"c", ">=1.0.0,<=3.0.0"}});
    world.add("c", "1.0.0").refuse("c", "2.0.0", yanked);
    CHECK(world.proof() ==
          "Because c==2.0.0 was yanked and all versions of a depend on c==2.0.0, we can conclude "
          "that all versions of a "
          "cannot be used.\n"
          "And because you require a, we can conclude that your requirements are unsatisfiable.");
  }
  SECTION("with a reason from outside") {
    world.requirements({{"a", "==1.0.0"}});
    world.refuse("a", "1.0.0",
                 UnusableFiles{FileVerdict::Kind::yanked, true, "breaks\x1b things."});
    CHECK(
        world.proof().starts_with("Because a==1.0.0 was yanked (reason: breaks\\x1b things) and"));
  }
}

TEST_CASE("versions that need another Python", "[resolve][explain]") {
  ExplainWorld world;
  world.input.installed_python = version("3.9.20");
  world.requirements({{"a", ">=2.0.0"}}).add("a", "1.0.0");
  world.needs_python("a", "2.0.0", ">=3.10")
      .needs_python("a", "3.0.0", ">=3.11")
      .needs_python("a", "4.0.0", ">=3.12");
  CHECK(world.proof() ==
        "Because the current Python version (3.9.20) does not satisfy Python>=3.10 and a==2.0.0 "
        "depends on Python>=3.10, we "
        "can conclude that a==2.0.0 cannot be used.\n"
        "And because only the following versions of a are available:\n"
        "    a<=2.0.0\n"
        "    a>=3.0.0\n"
        "we can conclude that a>=2.0.0,<3.0.0 cannot be used. (1)\n"
        "\n"
        "Because the current Python version (3.9.20) does not satisfy Python>=3.11 and a==3.0.0 "
        "depends on Python>=3.11, we "
        "can conclude that a==3.0.0 cannot be used.\n"
        "And because we know from (1) that a>=2.0.0,<3.0.0 cannot be used, we can conclude that "
        "a>=2.0.0,<=3.0.0 cannot be "
        "used.\n"
        "And because only the following versions of a are available:\n"
        "    a<=3.0.0\n"
        "    a>=4.0.0\n"
        "we can conclude that a>=2.0.0,<4.0.0 cannot be used. (2)\n"
        "\n"
        "Because the current Python version (3.9.20) does not satisfy Python>=3.12 and a==4.0.0 "
        "depends on Python>=3.12, we "
        "can conclude that a==4.0.0 cannot be used.\n"
        "And because only a<=4.0.0 is available, we can conclude that a>=4.0.0 cannot be used.\n"
        "And because we know from (2) that a>=2.0.0,<4.0.0 cannot be used, we can conclude that "
        "a>=2.0.0 cannot be used.\n"
        "And because you require a>=2.0.0, we can conclude that your requirements are "
        "unsatisfiable.");
}

TEST_CASE("a required environment without wheels", "[resolve][explain]") {
  ExplainWorld world;
  const Marker windows =
      Marker::parse("platform_machine == 'AMD64' and sys_platform == 'win32'").value();
  world.project({{"torch", "==2.5.1"}}).refuse("torch", "2.5.1", MissingPlatform{windows});
  world.wheel("torch", "2.5.1", {"cp313", "cp313", "linux_x86_64"});
  MarkerEnvironment linux;
  linux.sys_platform = "linux";
  linux.python_version = "3.13";
  world.machine = &linux;
  world.fork_marker = Marker::parse("sys_platform == 'win32'").value();
  CHECK(world.proof() ==
        "Because torch==2.5.1 has no `platform_machine == 'AMD64' and sys_platform == "
        "'win32'`-compatible wheels and your "
        "project depends on torch==2.5.1, we can conclude that your project's requirements are "
        "unsatisfiable.");
  CHECK(world.hints() ==
        std::vector<std::string>{
            "The resolution failed for an environment that is not the current one, consider "
            "limiting the environments with "
            "`tool.uv.environments`.",
            "`torch` (v2.5.1) has wheels only for the following platform: `linux_x86_64`"});
}

TEST_CASE("wheels for other Pythons", "[resolve][explain]") {
  ExplainWorld world;
  world.project({{"torchvision", ">=0.20.1"}});
  world.add("torchvision", "0.19.0").refuse("torchvision", "0.20.1", NoWheelForPython{});
  for (const char* python : {"cp310", "cp39", "cp312", "cp311"})
    world.wheel("torchvision", "0.20.1", {python, python, "linux_x86_64"});
  world.input.requires_python = RequiresPython::at_least(version("3.13"));
  CHECK(
      world.proof() ==
      "Because torchvision==0.20.1 has no wheels with a matching Python version tag (e.g., "
      "`cp313`) and only "
      "torchvision<=0.20.1 is available, we can conclude that torchvision>=0.20.1 cannot be used.\n"
      "And because your project depends on torchvision>=0.20.1, we can conclude that your "
      "project's requirements are "
      "unsatisfiable.");
  REQUIRE(world.hints().size() == 1);
  CHECK(world.hints().front() ==
        "Wheels are available for `torchvision` (v0.20.1) with the following Python ABI tags: "
        "`cp39`, `cp310`, `cp311`, "
        "`cp312`");
}

TEST_CASE("wheels that do not fit one machine", "[resolve][explain]") {
  ExplainWorld world;
  world.input.environment = OneEnvironment{
      {}, CompatibleTags({"cpython", 3, 13, false}, {"manylinux_2_28_x86_64", "linux_x86_64"})};
  world.project({{"torch", ">=2"}});
  world.add("torch", "1.0").wheel("torch", "1.0", {"cp313", "cp313", "linux_x86_64"});
  world.refuse("torch", "2.0", UnusableFiles{FileVerdict::Kind::python_tag, true, ""});
  SECTION("ABI") {
    world.wheel("torch", "2.0", {"cp312", "cp312", "linux_x86_64"});
    CHECK(world.proof() ==
          "Because torch==2.0 has no wheels with a matching Python ABI tag (e.g., `cp313`) and "
          "only torch<=2.0 is "
          "available, we can conclude that torch>=2.0 cannot be used.\n"
          "And because your project depends on torch>=2, we can conclude that your project's "
          "requirements are "
          "unsatisfiable.");
    CHECK(world.hints() ==
          std::vector<std::string>{
              "You require CPython 3.13 (`cp313`), but we only found wheels for `torch` (v2.0) "
              "with the following Python "
              "ABI tag: `cp312`",
              "`torch` (v1.0) has a matching wheel; consider a requirement that allows it."});
  }
  SECTION("platform") {
    world.wheel("torch", "2.0", {"cp313", "cp313", "win_amd64"})
        .wheel("torch", "2.0", {"cp39", "cp39", "macosx_11_0_arm64"});
    CHECK(world.hints().front() ==
          "Wheels are available for `torch` (v2.0) on the following platform: `win_amd64`");
  }
}

TEST_CASE("hints about what was not searched or not allowed", "[resolve][explain]") {
  ExplainWorld world;
  const auto url = [](const char* text) { return IndexUrl::parse(text, "/").value(); };
  const auto index = [&](const char* name, const char* text, bool is_explicit) {
    IndexDefinition definition{.name = name, .url = url(text)};
    definition.is_explicit = is_explicit;
    world.input.indexes.definitions.push_back(definition);
  };
  SECTION("pre-releases") {
    world.project({{"a", ">1"}}).add("a", "1.0").add("a", "2.0a1");
    CHECK(world.hints() ==
          std::vector<std::string>{"Pre-releases are available for `a` in the requested range "
                                   "(e.g., 2.0a1), but pre-releases weren't enabled "
                                   "(try: `--prerelease=allow`)"});
    world.known("a").allows_prereleases = true;
    CHECK(world.hints().empty());
  }
  SECTION("another index") {
    index("first", "https://one.example/simple", false);
    index("second", "https://two.example/simple", false);
    world.project({{"a", "==2"}}).add("a", "1.0").known("a").found_on = {
        url("https://one.example/simple")};
    REQUIRE(world.hints().size() == 1);
    CHECK(world.hints().front().starts_with(
        "`a` was found on https://one.example/simple, but not at the requested version (a==2). A "
        "compatible version may be "
        "available on a subsequent index (e.g., https://two.example/simple)."));
    world.input.indexes.strategy = IndexStrategy::unsafe_best_match;
    CHECK(world.hints().empty());
  }
  SECTION("access refused") {
    world.project({{"a", ""}}).missing("a");
    using Reason = IndexAbsence::Reason;
    world.known("a").absences = {{url("https://one.example/simple"), Reason::unauthorized, 401, ""},
                                 {url("https://two.example/simple"), Reason::forbidden, 403, ""}};
    CHECK(world.hints() ==
          std::vector<std::string>{"An index URL (https://one.example/simple) could not be queried "
                                   "due to a lack of valid authentication "
                                   "credentials (401 Unauthorized)",
                                   "An index (https://two.example/simple) returned a 403 Forbidden "
                                   "error. Check that the index URL is correct and "
                                   "the credentials are valid."});
  }
  SECTION("offline and without indexes") {
    world.project({{"a", ""}}).missing("a", NotCachedOffline{});
    CHECK(world.proof().starts_with("Because a was not found in the cache and"));
    CHECK(world.hints().front().starts_with(
        "Packages were unavailable because the network was disabled."));
    ExplainWorld other;
    other.project({{"a", ""}}).missing("a", NoIndexAllowed{});
    CHECK(
        other.proof().starts_with("Because a was not found in the provided package locations and"));
    CHECK(other.hints().front().ends_with("(try: `--find-links <uri>`)"));
  }
  SECTION("an explicit index has it") {
    index("pytorch", "https://pytorch.example/cpu", true);
    index("other", "https://other.example/cpu", true);
    world.is_on_explicit_index = [](NameId, const IndexDefinition& asked) {
      return asked.name == "pytorch";
    };
    world.project({{"a", ""}}).missing("a");
    REQUIRE(world.hints().size() == 1);
    CHECK(world.hints().front().starts_with(
        "`a` is available on the index `pytorch` (https://pytorch.example/cpu), which is"));
    CHECK(world.hints().front().ends_with("`a = { index = \"pytorch\" }` to `[tool.uv.sources]`."));
  }
  SECTION("too new") {
    world.project({{"a", ">=2"}}).add("a", "1.0");
    world.known("a").too_new = {version("2.0"), version("3.0")};
    world.known("a").cutoff = 1714521600000;
    CHECK(world.hints() ==
          std::vector<std::string>{"`a` was filtered by `exclude-newer` to only include packages "
                                   "uploaded before 2024-05-01T00:00:00Z. The latest "
                                   "version satisfying the requirement is v3.0. Consider using "
                                   "`exclude-newer-package` to override the cutoff for "
                                   "this package."});
  }
}

TEST_CASE("an error carries the proof as its cause", "[resolve][explain]") {
  ExplainWorld world;
  world.project({{"a", ""}}).missing("a", NotCachedOffline{});
  const Error error = world.explanation().to_error();
  CHECK(error.kind == ErrorKind::no_solution);
  CHECK(error.message == "No solution found when resolving dependencies");
  REQUIRE(error.cause);
  CHECK(error.cause->message == world.proof());
  CHECK(error.hints == world.hints());
}
