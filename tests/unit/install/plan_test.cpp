// SPDX-License-Identifier: MIT
#include "axle/install/plan.hpp"

#include "install_rig.hpp"

namespace axle::test {
namespace {

WantedPackage want(const std::string& name, const std::string& version) {
  return InstallRig::wanted(WheelBuilder(name, version));
}

InstalledPackage have(const std::string& name, const std::string& version) {
  return {*PackageName::parse(name),
          *Version::parse(version),
          "/site/" + name + ".dist-info",
          InstalledPackage::Kind::dist_info,
          false,
          {},
          "axle",
          {}};
}

std::vector<std::string> lines(const InstallPlan& plan) {
  std::vector<std::string> texts;
  for (const ChangeLine& line : change_lines(plan)) texts.push_back(line.text());
  return texts;
}

}  // namespace

TEST_CASE("what is wanted is held against what is installed", "[plan]") {
  const auto plan = plan_install({want("b", "2.0"), want("a", "1.0"), want("d", "1.0")},
                                 {have("a", "1.0"), have("b", "1.0"), have("c", "1.0")}, {});
  REQUIRE(plan);
  CHECK(lines(*plan) ==
        std::vector<std::string>{" - b==1.0", " + b==2.0", " - c==1.0", " + d==1.0"});
  CHECK(plan->kept.size() == 1);
  CHECK(plan->wheels().size() == 2);
  CHECK_FALSE(plan->is_empty());
}

TEST_CASE("a line names a repository with its commit", "[plan]") {
  InstalledPackage repository = have("repo", "2");
  repository.direct_url =
      DirectUrl{"https://h/r", DirectUrl::Repository{"git", "abc", std::nullopt}, std::nullopt};
  WantedPackage newer = want("repo", "2");
  newer.direct_url =
      DirectUrl{"https://h/r", DirectUrl::Repository{"git", "def", std::nullopt}, "sub"};
  const auto plan = plan_install({newer}, {repository}, PlanOptions{});
  REQUIRE(plan);
  std::vector<std::string> texts;
  for (const ChangeLine& line : planned_lines(*plan, {})) texts.push_back(line.text());
  CHECK(texts ==
        std::vector<std::string>{" - repo==2 (from git+https://h/r@abc)",
                                 " + repo==2 (from git+https://h/r@def#subdirectory=sub)"});
}

TEST_CASE("a plan names places, not versions that nobody knows yet", "[plan]") {
  WantedPackage tree = want("tree", "0");
  tree.has_any_version = true;
  tree.direct_url = DirectUrl{"file:///p", DirectUrl::Directory{true}, std::nullopt};
  WantedPackage repository = want("repo", "2");
  repository.direct_url =
      DirectUrl{"https://h/r", DirectUrl::Repository{"git", "abc", std::nullopt}, "sub"};
  InstalledPackage old = have("tree", "1.0");
  old.direct_url = DirectUrl{"file:///p", DirectUrl::Archive{}, std::nullopt};
  PlanOptions options;
  options.reinstall_all = true;
  const auto plan =
      plan_install({tree, repository, want("a", "1.0")}, {have("a", "1.0"), old}, options);
  REQUIRE(plan);
  std::vector<std::string> texts;
  for (const ChangeLine& line : planned_lines(*plan, {tree.name, repository.name}))
    texts.push_back(line.text());
  CHECK(texts == std::vector<std::string>{" - a==1.0", " + a==1.0",
                                          " + repo @ git+https://h/r@abc#subdirectory=sub",
                                          " - tree==1.0 (from file:///p)", " + tree @ file:///p"});
}

TEST_CASE("a local version answers itself alone", "[plan]") {
  const auto [installed, wanted, satisfied] = GENERATE(table<std::string, std::string, bool>({
      {"2.5.0+cpu", "2.5.0", false},
      {"2.5.0", "2.5.0+cpu", false},
      {"2.5.0+cpu", "2.5.0+cu124", false},
      {"2.5", "2.5.0", true},
      {"2.5.1", "2.5.0", false},
  }));
  CAPTURE(installed, wanted);
  CHECK(satisfies(have("torch", installed), want("torch", wanted), {}) == satisfied);
}

TEST_CASE("of a repository the commit counts, of an archive the notes", "[plan]") {
  using Repository = DirectUrl::Repository;
  InstalledPackage there = have("a", "1.0");
  WantedPackage wanted = want("a", "1.0");
  there.direct_url = DirectUrl{"https://x/a", Repository{"git", "c1", "v1"}, std::nullopt};
  wanted.direct_url = DirectUrl{"https://x/a", Repository{"git", "c1", std::nullopt}, std::nullopt};
  CHECK(satisfies(there, wanted, {}));
  wanted.direct_url->source = Repository{"git", "c2", "v1"};
  CHECK_FALSE(satisfies(there, wanted, {}));

  there.direct_url = DirectUrl{"https://x/a.whl", DirectUrl::Archive{{{"sha256", "00"}}}, {}};
  wanted.direct_url = DirectUrl{"https://x/a.whl", DirectUrl::Archive{}, {}};
  CHECK(satisfies(there, wanted, {}));
  wanted.notes.source = "{}";
  CHECK_FALSE(satisfies(there, wanted, {}));
}

TEST_CASE("where a package came from counts", "[plan]") {
  const DirectUrl here{"file:///wheels/a.whl", DirectUrl::Archive{}, std::nullopt};
  InstalledPackage direct = have("a", "1.0");
  direct.direct_url = here;
  WantedPackage wanted = want("a", "1.0");
  CHECK_FALSE(satisfies(direct, wanted, {}));
  wanted.direct_url = here;
  CHECK(satisfies(direct, wanted, {}));
  CHECK_FALSE(satisfies(have("a", "1.0"), wanted, {}));
  const auto plan = plan_install({wanted}, {have("a", "1.0")}, {});
  REQUIRE(plan);
  CHECK(lines(*plan) ==
        std::vector<std::string>{" - a==1.0", " + a==1.0 (from file:///wheels/a.whl)"});
}

TEST_CASE("a plan that is not carried out names what has to be built by its URL", "[plan]") {
  const DirectUrl here{"file:///tree", DirectUrl::Directory{}, std::nullopt};
  WantedPackage wanted = want("a", "1.0");
  wanted.direct_url = here;
  PlanOptions again;
  again.reinstall = {*PackageName::parse("b")};
  const auto plan = plan_install({wanted, want("b", "1.0")}, {have("b", "1.0")}, again);
  REQUIRE(plan);
  const auto planned = [&](const std::set<PackageName>& missing) {
    std::vector<std::string> texts;
    for (const ChangeLine& line : planned_lines(*plan, missing)) texts.push_back(line.text());
    return texts;
  };
  CHECK(planned({*PackageName::parse("a"), *PackageName::parse("b")}) ==
        std::vector<std::string>{" + a @ file:///tree", " - b==1.0", " + b==1.0"});
  CHECK(planned({}).front() == " + a==1.0 (from file:///tree)");
}

TEST_CASE("the options decide about the rest", "[plan]") {
  PlanOptions options;
  SECTION("inexact") {
    options.exact = false;
    const auto plan = plan_install({}, {have("a", "1.0")}, options);
    CHECK(plan->is_empty());
    CHECK(plan->extraneous.size() == 1);
  }
  SECTION("seeds") {
    options.keep = {*PackageName::parse("pip")};
    const auto plan = plan_install({}, {have("a", "1.0"), have("pip", "24.0")}, options);
    CHECK(lines(*plan) == std::vector<std::string>{" - a==1.0"});
  }
  SECTION("reinstall") {
    options.reinstall = {*PackageName::parse("a")};
    const auto plan = plan_install({want("a", "1.0"), want("b", "1.0")},
                                   {have("a", "1.0"), have("b", "1.0")}, options);
    CHECK(lines(*plan) == std::vector<std::string>{" ~ a==1.0"});
    CHECK(plan->installs[0].action == PlannedInstall::Action::reinstall);
  }
  SECTION("two copies") {
    const auto plan =
        plan_install({want("a", "1.0")}, {have("a", "1.0"), have("a", "0.9")}, options);
    REQUIRE(plan->installs.size() == 1);
    CHECK(plan->installs[0].replaces.size() == 2);
    CHECK(lines(*plan) == std::vector<std::string>{" - a==0.9", " ~ a==1.0"});
  }
  SECTION("tags that do not run here") {
    InstalledPackage foreign = have("a", "1.0");
    foreign.tags = {"cp39-cp39-win32"};
    options.runs_here = [](std::span<const std::string> tags) {
      return tags.front() == "py3-none-any";
    };
    CHECK_FALSE(satisfies(foreign, want("a", "1.0"), options));
    foreign.tags = {"py3-none-any"};
    CHECK(satisfies(foreign, want("a", "1.0"), options));
  }
}

}  // namespace axle::test
