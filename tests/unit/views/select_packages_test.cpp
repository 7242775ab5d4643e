// SPDX-License-Identifier: MIT
#include "views/select_packages.hpp"
#include "support/catch.hpp"
#include "support/sample_lock.hpp"

using namespace axle;

namespace {

MarkerEnvironment machine(const std::string& target) {
  MarkerEnvironment environment;
  environment.set_python("3.12.1");
  Platform::parse_target(target)->describe_to(environment);
  return environment;
}

CompatibleTags tags(const std::string& target) {
  return {PythonVariant{.major = 3, .minor = 12}, platform_tags(*Platform::parse_target(target))};
}

LockSelection app(std::set<ExtraName> extras = {}, std::set<GroupName> groups = {}) {
  return {{{.name = *PackageName::parse("app"),
            .extras = std::move(extras),
            .groups = std::move(groups)}}};
}

std::vector<std::string> selected(const LockSelection& selection, const std::string& target) {
  const Lockfile lockfile = read_good(sample_lock());
  const auto positions = select_packages(lockfile, selection, machine(target));
  REQUIRE(positions);
  std::vector<std::string> names;
  for (const std::size_t position : *positions) {
    const LockedPackage& package = lockfile.packages[position];
    names.push_back(package.name.text() + "==" + package.version->to_string());
  }
  return names;
}

using Names = std::vector<std::string>;
constexpr const char* linux_machine = "x86_64-manylinux_2_28";

}  // namespace

TEST_CASE("markers decide what a machine gets", "[lock]") {
  CHECK(selected(app(), linux_machine) == Names{"app==0.1.0", "numpy==2.2.0"});
  CHECK(selected(app({*ExtraName::parse("cpu")}), linux_machine) ==
        Names{"app==0.1.0", "numpy==2.2.0", "torch==2.0+cpu"});
  CHECK(selected(app({*ExtraName::parse("cpu")}), "aarch64-apple-darwin") ==
        Names{"app==0.1.0", "numpy==2.2.0", "torch==2.0"});
}

TEST_CASE("a group alone does not bring its project", "[lock]") {
  LockSelection selection = app({}, {*GroupName::parse("b")});
  selection.roots[0].with_dependencies = false;
  CHECK(selected(selection, linux_machine) == Names{"numpy==2.2.0"});
}

TEST_CASE("conflicting extras, unsupported machines and unknown members are refused", "[lock]") {
  const Lockfile lockfile = read_good(sample_lock());
  CHECK_FALSE(select_packages(lockfile, app({*ExtraName::parse("cpu"), *ExtraName::parse("cu")}),
                              machine(linux_machine)));
  const auto windows = select_packages(lockfile, app(), machine("windows"));
  REQUIRE_FALSE(windows);
  CHECK(windows.error().message ==
        "The current Python platform is not compatible with the lockfile's supported environments: "
        "`sys_platform == 'darwin'`, `sys_platform == 'linux'`");
  LockSelection other = app();
  other.roots[0].name = *PackageName::parse("other");
  CHECK_FALSE(select_packages(lockfile, other, machine(linux_machine)));
}

TEST_CASE("the best wheel is that of the best tag, then of the highest build", "[lock]") {
  const Lockfile lockfile = read_good(sample_lock());
  const LockedPackage& numpy =
      lockfile.packages[lockfile.positions_of(*PackageName::parse("numpy")).first];
  const auto best = best_wheel(numpy, tags(linux_machine));
  REQUIRE(best);
  CHECK(*best == std::optional<std::size_t>(2));
  CHECK(best_wheel(numpy, tags("aarch64-apple-darwin")).value() == std::nullopt);
}

TEST_CASE("a wheel of another package is refused", "[lock]") {
  const Lockfile lockfile = read_good(
      replaced(sample_lock(), "torch-2.0-cp312-none-macosx", "evil-2.0-cp312-none-macosx"));
  const LockedPackage& torch =
      lockfile.packages[lockfile.positions_of(*PackageName::parse("torch")).first];
  CHECK_FALSE(best_wheel(torch, tags(linux_machine)));
}

TEST_CASE("a missing wheel is explained by what there is", "[lock]") {
  const Lockfile lockfile = read_good(sample_lock());
  const LockedPackage& torch =
      lockfile.packages[lockfile.positions_of(*PackageName::parse("torch")).first];
  const Error error = no_wheel_for(torch, tags(linux_machine), machine(linux_machine)).error();
  CHECK(error.message ==
        "Distribution `torch==2.0 @ registry+https://i.example/cpu` can't be installed because it "
        "doesn't have a source distribution or wheel for the current platform");
  REQUIRE(error.hints.size() == 1);
  CHECK_THAT(error.hints[0],
             Catch::Contains("You're on Linux (`manylinux_2_28_x86_64`), but `torch` (v2.0) only "
                             "has wheels for the following platform: `macosx_11_0_arm64`"));
}
