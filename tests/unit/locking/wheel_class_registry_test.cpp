// SPDX-License-Identifier: MIT
#include "locking/wheel_class_registry.hpp"

#include "lock/arm_platforms.hpp"
#include "support/catch.hpp"

namespace axle {
namespace {

CoreMetadata asking_for(const std::string& requirements) {
  return CoreMetadata::parse("Metadata-Version: 2.1\nName: torch\nVersion: 2.9.0\n" + requirements)
      .value();
}

/// What is asked for of the merged metadata, one line each; empty if nothing had to be merged.
std::string merged(const std::string& x86, const std::string& arm) {
  const auto of_x86 = std::make_shared<const CoreMetadata>(asking_for(x86));
  const auto of_arm = std::make_shared<const CoreMetadata>(asking_for(arm));
  const auto both =
      merged_metadata(*of_arm, {{find_arm_platform("linux-x86_64")->marker(), of_x86},
                                {find_arm_platform("linux-aarch64")->marker(), of_arm}});
  std::string text;
  if (both)
    for (const Requirement& requirement : both->requires_dist)
      text += requirement.to_string() + "\n";
  return text;
}

std::string needs(const std::string& requirement) { return "Requires-Dist: " + requirement + "\n"; }

}  // namespace

TEST_CASE("wheels that ask for the same have the metadata of one", "[arms]") {
  CHECK(merged(needs("numpy"), needs("numpy")).empty());
  CHECK(merged("", "").empty());
}

TEST_CASE("what only one platform's wheel asks for is asked for there alone", "[arms]") {
  CHECK(merged(needs("numpy") + needs("nvidia-cublas==13.0"), needs("numpy")) ==
        "numpy\nnvidia-cublas==13.0 ; platform_machine == 'x86_64' and sys_platform == 'linux'\n");
  // The file that happened to be read first gives nothing to the others.
  CHECK(merged(needs("numpy"), needs("numpy") + needs("nvpl")) ==
        "numpy\nnvpl ; platform_machine == 'aarch64' and sys_platform == 'linux'\n");
}

TEST_CASE("two versions of one requirement go each to its platform", "[arms]") {
  CHECK(merged(needs("triton==3.5.0"), needs("triton==3.4.0")) ==
        "triton==3.4.0 ; platform_machine == 'aarch64' and sys_platform == 'linux'\n"
        "triton==3.5.0 ; platform_machine == 'x86_64' and sys_platform == 'linux'\n");
}

TEST_CASE("a marker that keeps a requirement from the other platforms stays as it is", "[arms]") {
  const std::string marker = "platform_machine == 'x86_64' and sys_platform == 'linux'";
  CHECK(merged(needs("nvlike; " + marker), "") == "nvlike ; " + marker + "\n");
  CHECK(merged(needs("mkl; extra == 'mkl'"), "") ==
        "mkl ; platform_machine == 'x86_64' and sys_platform == 'linux' and extra == 'mkl'\n");
}

}  // namespace axle
