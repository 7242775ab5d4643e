// SPDX-License-Identifier: MIT
#include "accelerator/child_probe.hpp"

#include <unistd.h>

#include <chrono>
#include <cstdlib>

#include "accelerator/real_root.hpp"
#include "support/catch.hpp"
#include "support/temp_tree.hpp"

using namespace axle;
using namespace std::chrono_literals;

TEST_CASE("a question is answered by a child", "[probe]") {
  CHECK(ask_in_child([] { return std::string("yes\n"); }, 2s) == "yes\n");
  CHECK(ask_in_child([] { return std::string(100000, 'x'); }, 2s)->size() == 100000);
}

TEST_CASE("a child that hangs is given up in time", "[probe]") {
  const auto start = std::chrono::steady_clock::now();
  const auto answer = ask_in_child(
      [] {
        for (;;) ::pause();
        return std::string();
      },
      150ms);
  CHECK_FALSE(answer);
  CHECK(std::chrono::steady_clock::now() - start < 1500ms);
}

TEST_CASE("a child that crashes answers nothing", "[probe]") {
  CHECK_FALSE(ask_in_child([]() -> std::string { ::_exit(3); }, 2s));
}

TEST_CASE("this machine's files, as far as every machine has them", "[probe]") {
  const test::TempTree tree;
  tree.write("folder/libcuda.so.1", "");
  tree.write("folder/libcuda.so.580.1.2", "");
  tree.write("folder/other", "text");
  RealRoot root(Environment::of({{"CUDA_VISIBLE_DEVICES", ""}}));
  const std::string folder = (tree / "folder").string();
  CHECK(root.list(folder, "libcuda").size() == 2);
  CHECK(root.list(folder + "/none", "").empty());
  CHECK(root.read(folder + "/other") == "text");
  CHECK_FALSE(root.read(folder));
  CHECK_FALSE(root.read(folder + "/none"));
  CHECK(root.exists(folder + "/other"));
  CHECK(root.access(folder + "/other") == Access::opens);
  CHECK(root.access(folder + "/none") == Access::missing);
  CHECK(root.variable("CUDA_VISIBLE_DEVICES") == "");
  CHECK_FALSE(root.variable("HIP_VISIBLE_DEVICES"));
  CHECK(root.run({(tree / "no-such-tool").string()}).end == ProbeEnd::missing);
  CHECK_FALSE(root.name().system.empty());
}
