// SPDX-License-Identifier: MIT
// Locks that uv wrote, and what it made of them: the same files from axle, byte for byte.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "cli/expect.hpp"

namespace axle::test {
namespace {

namespace fs = std::filesystem;

const fs::path recorded = AXLE_DATA_DIRECTORY "/uv_locks";

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  REQUIRE(stream);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> projects() {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(recorded))
    if (fs::exists(entry.path() / "uv.lock")) names.push_back(entry.path().filename().string());
  return names;
}

/// A recorded project in a tree of its own, beside its wheels.
struct Recorded {
  AxleRun axle;
  std::string name;
  fs::path root;

  explicit Recorded(const std::string& project) : name(project), root(axle.project() / project) {
    for (const std::string& folder : {std::string("wheels"), project})
      fs::copy(recorded / folder, axle.project() / folder, fs::copy_options::recursive);
  }
  AxleResult run(const std::string& command) {
    return axle(fmt::format("{} --directory {}", command, name));
  }
};

TEST_CASE("a lock has the bytes that uv writes, and is made anew by neither") {
  REQUIRE(projects().size() >= 8);
  for (const std::string& name : projects()) {
    INFO(name);
    Recorded project(name);
    expect_exit(project.run("lock --check"), 0);
    fs::remove(project.root / "uv.lock");
    expect_exit(project.run("lock"), 0);
    CHECK(text_of(project.root / "uv.lock") == text_of(recorded / name / "uv.lock"));
  }
}

TEST_CASE("exports and trees have the lines that uv writes") {
  for (const std::string& name : projects()) {
    INFO(name);
    Recorded project(name);
    CHECK(project.run("export --frozen --no-header --no-hashes").out ==
          text_of(recorded / name / "export.txt"));
    CHECK(project.run("tree --frozen --universal --invert").out ==
          text_of(recorded / name / "tree.txt"));
    CHECK(project.run("tree --frozen --python-platform linux --python-version 3.12").out ==
          text_of(recorded / name / "tree-linux.txt"));
  }
}

}  // namespace
}  // namespace axle::test
