// SPDX-License-Identifier: MIT
// `concurrent-builds`: how many backends run at a time.
#include <chrono>
#include <string>

#include "cli/build_project.hpp"

namespace axle::test {
namespace {

/// What steers a build that runs a program of Python; `\n` in it is that of JSON.
std::string build_with(const std::string& name, const std::string& program) {
  return "{\"name\": \"" + name + "\", \"version\": \"1.0\", \"run\": [\"python3\", \"-c\", \"" +
         program + "\"]}";
}

/// Lays down a file beside the trees, and then waits until that of the other lies there.
std::string meeting(const AxleRun& axle, const std::string& name, const std::string& other) {
  const std::string folder = axle.tree().path().string();
  return build_with(
      name, fmt::format("import os, time\\nopen('{0}/{1}.here', 'w').close()\\n"
                        "for _ in range(1200):\\n  if os.path.exists('{0}/{2}.here'): break\\n"
                        "  time.sleep(0.05)\\nelse: raise SystemExit('{2} never came')",
                        folder, name, other));
}

/// Fails unless it is the only one.
std::string alone(const AxleRun& axle, const std::string& name) {
  return build_with(name, fmt::format("import os, time\\nos.mkdir('{0}/busy')\\ntime.sleep(0.2)\\n"
                                      "os.rmdir('{0}/busy')",
                                      axle.tree().path().string()));
}

TEST_CASE("backends run side by side, as many as concurrent-builds says") {
  BuildRig rig;
  rig.sdist("left", "1.0", meeting(rig.axle, "left", "right"));
  rig.sdist("right", "1.0", meeting(rig.axle, "right", "left"));
  rig.project("\"left\", \"right\"");
  rig.axle.set("UV_CONCURRENT_BUILDS", "2");
  const AxleResult both = rig.axle("sync");
  expect_exit(both, 0);
  expect_said(both, {"Built left==1.0", "Built right==1.0", "+ left==1.0", "+ right==1.0"});
}

TEST_CASE("concurrent-builds = 1 builds one after the other") {
  BuildRig rig;
  for (const char* name : {"one", "two", "three"}) rig.sdist(name, "1.0", alone(rig.axle, name));
  rig.project("\"one\", \"two\", \"three\"", "[tool.uv]\nconcurrent-builds = 1\n");
  expect_exit(rig.axle("sync"), 0);
}

TEST_CASE("a build that fails ends those beside it") {
  BuildRig rig;
  const std::string begun = (rig.axle.tree() / "begun").string();
  rig.sdist("endless", "1.0",
            build_with("endless", fmt::format("import time\\nopen('{}', 'w').close()\\n"
                                              "time.sleep(600)",
                                              begun)));
  rig.sdist("broken", "1.0",
            build_with("broken", fmt::format("import os, time\\n"
                                             "while not os.path.exists('{}'): time.sleep(0.05)\\n"
                                             "raise SystemExit('no luck')",
                                             begun)));
  rig.project("\"broken\", \"endless\"", "[tool.uv]\nconcurrent-builds = 2\n");
  const auto start = std::chrono::steady_clock::now();
  expect_failure(rig.axle, "sync", 1, {"Failed to build `broken==1.0`", "no luck"});
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(300));
}

}  // namespace
}  // namespace axle::test
