// SPDX-License-Identifier: MIT
#include "lock/arms.hpp"

#include <fmt/format.h>

#include "lock/arm_platforms.hpp"
#include "support/catch.hpp"
#include "support/sample_lock.hpp"

using namespace axle;

namespace {

/// A lock as a project would have it with one accelerator alone.
std::string lock_of(const std::string& arm, const std::string& forks, const std::string& extra) {
  return fmt::format(R"(version = 1
revision = 5
requires-python = ">=3.10"
{1}
[[package]]
name = "app"
version = "0.1.0"
source = {{ virtual = "." }}
dependencies = [
    {{ name = "torch" }},
]

[package.metadata]
requires-dist = [{2}{{ name = "torch" }}]

[[package]]
name = "numpy"
version = "2.2.0"
source = {{ registry = "https://pypi.example/simple" }}
wheels = [
    {{ url = "https://pypi.example/numpy-2.2.0-py3-none-any.whl", hash = "sha256:{3}" }},
]

[[package]]
name = "torch"
version = "2.9.1+{0}"
source = {{ registry = "https://whl.example/{0}" }}
dependencies = [
    {{ name = "numpy", marker = "{4}" }},
]
wheels = [
    {{ url = "https://whl.example/{0}/torch-2.9.1%2B{0}-py3-none-any.whl", hash = "sha256:{3}" }},
]
)",
                     arm, forks, extra, std::string(64, 'a'),
                     arm == "cpu" ? "sys_platform == 'win32'" : "sys_platform == 'linux'");
}

ArmLock arm_lock(const std::string& name, const std::string& forks, const std::string& extra,
                 std::vector<std::string> platforms) {
  ArmLock lock{{.name = name,
                .index = "https://whl.example/" + name,
                .platforms = std::move(platforms),
                .needs = {},
                .requires_dist = {}},
               read_good(lock_of(name, forks, extra))};
  for (const LockedRequirement& requirement : lock.lockfile.packages[0].metadata.requires_dist)
    if (requirement.name.text() != "torch") lock.arm.requires_dist.push_back(requirement);
  lock.lockfile.supported_markers = arm_environments(lock.arm.platforms, {});
  return lock;
}

std::vector<ArmLock> three_arms() {
  return {
      arm_lock("cpu",
               "resolution-markers = [\"sys_platform == 'win32'\", \"sys_platform != 'win32'\"]\n",
               "", {"linux-x86_64", "windows-x86_64"}),
      arm_lock("cu126", "", "{ name = \"numpy\", specifier = \">=2\" }, ", {"linux-x86_64"}),
      arm_lock("rocm6.4", "", "", {"linux-x86_64"})};
}

LockBasis arms_basis_of(const ArmLock& arm) {
  LockBasis basis{.root = "/project",
                  .requires_python = arm.lockfile.requires_python,
                  .environments = {},
                  .required_environments = {},
                  .conflicts = {},
                  .options = {},
                  .manifest = {},
                  .members = {},
                  .indexes = {}};
  const LockedPackage& app = arm.lockfile.packages[0];
  basis.members.emplace(app.name, LockBasis::Member{.source = app.source,
                                                    .version = app.version,
                                                    .metadata = app.metadata,
                                                    .default_groups = {},
                                                    .group_requires_python = {}});
  return basis;
}

Lockfile merged(const std::vector<ArmLock>& arms) {
  return merge_arms(arms, {*PackageName::parse("app"), "same", "release", {"!triton"}, {}},
                    arms_basis_of(arms.front()));
}

}  // namespace

TEST_CASE("a lock of several accelerators gives each one's lock back", "[arms]") {
  const std::vector<ArmLock> arms = three_arms();
  const Lockfile whole = merged(arms);
  CHECK(whole.packages.size() == 5);  // app, numpy and three builds of torch
  REQUIRE(whole.conflicts.size() == 1);
  CHECK(whole.conflicts.front().size() == 3);
  for (const ArmLock& arm : arms) {
    INFO(arm.arm.name);
    const auto own = project_arm(whole, arm.arm.name);
    REQUIRE(own);
    CHECK(lockfile_text(*own) == lockfile_text(arm.lockfile));
  }
}

TEST_CASE("what accelerators share is locked once, and what differs tests the accelerator",
          "[arms]") {
  const Lockfile whole = merged(three_arms());
  const LockedPackage& app = whole.packages[0];
  REQUIRE(app.dependencies.size() == 3);
  for (const LockedDependency& dependency : app.dependencies)
    CHECK(dependency.marker.extras().size() == 1);
  for (const LockedPackage& package : whole.packages)
    if (package.name.text() == "torch")
      CHECK_FALSE(package.dependencies.front().marker.mentions_extras());
  // What one accelerator asks for is in its own table, not among what the project asks for.
  CHECK(app.metadata.requires_dist.size() == 1);
  CHECK(whole.accelerators->find("cu126")->requires_dist.size() == 1);
}

TEST_CASE("a lock with accelerators reads back as it was written", "[arms]") {
  const Lockfile whole = merged(three_arms());
  const std::string text = lockfile_text(whole);
  INFO(text);
  const Lockfile read = read_good(text);
  CHECK(read.same_contents(whole));
  CHECK(lockfile_text(read) == text);
}

TEST_CASE("one accelerator alone needs no conflicts", "[arms]") {
  std::vector<ArmLock> arms = three_arms();
  arms.erase(arms.begin() + 1, arms.end());
  const Lockfile whole = merged(arms);
  CHECK(whole.conflicts.empty());
  const auto own = project_arm(whole, "cpu");
  REQUIRE(own);
  CHECK(lockfile_text(*own) == lockfile_text(arms[0].lockfile));
  CHECK_FALSE(project_arm(whole, "cu126"));
}

TEST_CASE("platforms are told by tags, markers and machines", "[arms]") {
  const ArmPlatform* linux = find_arm_platform("linux-x86_64");
  const ArmPlatform* mac = find_arm_platform("macos-arm64");
  const ArmPlatform* windows = find_arm_platform("windows-x86_64");
  REQUIRE((linux != nullptr && mac != nullptr && windows != nullptr));
  CHECK(linux->has("manylinux_2_28_x86_64"));
  CHECK(linux->has("linux_x86_64"));
  CHECK_FALSE(linux->has("manylinux_2_28_aarch64"));
  CHECK_FALSE(linux->has("musllinux_1_2_x86_64"));
  CHECK(mac->has("macosx_11_0_universal2"));
  CHECK_FALSE(mac->has("macosx_11_0_x86_64"));
  CHECK(windows->has("win_amd64"));
  CHECK_FALSE(windows->has("win_arm64"));
  CHECK(windows->has("any"));
  CHECK(find_arm_platform("plan9-mips") == nullptr);
  const std::vector<std::string> both{"windows-x86_64", "linux-x86_64"};
  CHECK(arm_environments(both, {}) == std::vector{linux->marker(), windows->marker()});
  const std::vector<Marker> only_linux{*Marker::parse("sys_platform == 'linux'")};
  CHECK(arm_environments(both, only_linux) == std::vector{linux->marker()});
}
