// SPDX-License-Identifier: MIT
#include "accelerator/recorded_root.hpp"

#include "accelerator/choose.hpp"
#include "accelerator/profiles.hpp"
#include "accelerator/torch_builds.hpp"
#include "support/error_text.hpp"
#include "support/temp_tree.hpp"
#include "unit/accelerator/machine_lines.hpp"

using namespace axle;
using namespace axle::test;

TEST_CASE("files of a recording make folders", "[recorded]") {
  const auto root =
      written("[files]\n\"/a/b/one\" = \"1\"\n\"/a/b/two\" = \"2\"\n\"/a/c/x\" = \"\"\n");
  CHECK(root->read("/a/b/one") == "1");
  CHECK_FALSE(root->read("/a/b"));
  CHECK(root->exists("/a/b"));
  CHECK_FALSE(root->exists("/a/bb"));
  CHECK(root->list("/a", "") == std::vector<std::string>{"b", "c"});
  CHECK(root->list("/a/b", "t") == std::vector<std::string>{"two"});
  CHECK(root->list("/nowhere", "").empty());
}

TEST_CASE("a recording that is wrong says where", "[recorded]") {
  const auto broken = [](const char* text) {
    const auto root = RecordedRoot::parse("box.toml", text);
    return root ? std::string("no error") : whole_text(root.error());
  };
  CHECK(broken("[file]\n\"/a\" = \"\"\n").find("no section `file`") != std::string::npos);
  CHECK(broken("[files]\n\"/a\" = 1\n").find("line 2") != std::string::npos);
  CHECK(broken("[nvml]\ninit = -1\n").find("line 2") != std::string::npos);
  CHECK(broken("[[run]]\nexit = 0\n").find("`argv`") != std::string::npos);
  CHECK(broken("[paths]\n\"/dev/kfd\" = 1\n").find("line 2") != std::string::npos);
  CHECK(broken("x = = 1").find("TOML") != std::string::npos);
}

TEST_CASE("a folder is a recording too", "[recorded]") {
  const TempTree tree;
  tree.write("box/system.toml", "[uname]\nsysname = \"Linux\"\nmachine = \"x86_64\"\n");
  tree.write("box/env.toml", "[env]\nA = \"1\"\n");
  tree.write("box/installed.toml",
             "python = \"3.12\"\n[[package]]\nname = \"torch\"\nversion = \"2.9.1\"\n");
  tree.write("box/root/sys/module/nvidia/version", "580.1\n");
  const auto root = recorded(tree / "box");
  CHECK(root->name().machine == "x86_64");
  CHECK(root->variable("A") == "1");
  CHECK(root->read("/sys/module/nvidia/version") == "580.1\n");
  CHECK(root->list("/sys/module", "") == std::vector<std::string>{"nvidia"});
  REQUIRE(root->packages().size() == 1);
  CHECK(root->packages()[0].version == "2.9.1");
  const auto empty = RecordedRoot::open(tree.path());
  REQUIRE_FALSE(empty);
  CHECK(says(empty.error(), "system.toml"));
}

TEST_CASE("every machine that axle brings has the device that it is named after", "[profiles]") {
  const Catalog& catalog = Catalog::built_in();
  const std::vector<std::string> without{"ci-macos", "ci-ubuntu", "ci-ubuntu-arm"};
  CHECK(built_in_profiles().size() >= 16);
  for (const BuiltInProfile& profile : built_in_profiles()) {
    INFO(profile.name);
    const auto root = open_profile(std::string(profile.name), "/");
    REQUIRE(root);
    const Machine machine = detect(**root, catalog);
    const bool is_runner = std::ranges::find(without, profile.name) != without.end();
    CHECK(machine.gpus.empty() == is_runner);
    for (const Gpu& gpu : machine.gpus) CHECK(gpu.visible);
    const std::string torch = newest_torch(catalog, machine.platform.key());
    const Choice choice = choose_accelerator(
        catalog, machine, TorchBuilds(catalog, torch, machine.platform.key()).arms(), torch,
        machine.platform.key());
    const bool takes_cpu = is_runner || profile.name == "jetson-orin";
    CHECK((choice.arm == "cpu") == takes_cpu);
  }
  const auto unknown = open_profile("no-such-machine", "/");
  REQUIRE_FALSE(unknown);
  CHECK(says(unknown.error(), "h100"));
}
