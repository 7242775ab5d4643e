// SPDX-License-Identifier: MIT
// How far a lock holds wheels to its hashes.
#include <filesystem>

#include "base/sha256.hpp"
#include "base/text.hpp"
#include "cli/arms_project.hpp"
#include "cli/expect.hpp"
#include "support/wheel_builder.hpp"

namespace axle::test {
namespace {

/// A project whose lock says `entry` of its one wheel, which lies in `wheels`.
std::string lock_with(std::string_view source, std::string_view entry) {
  return fmt::format(R"(version = 1
revision = 5
requires-python = ">=3.9"

[[package]]
name = "demo"
version = "0.1"
source = {{ virtual = "." }}
dependencies = [
    {{ name = "leaf" }},
]

[[package]]
name = "leaf"
version = "1.0"
source = {}
wheels = [
    {},
]
)",
                     source, entry);
}

constexpr std::string_view pyproject = R"([project]
name = "demo"
version = "0.1"
requires-python = ">=3.9"
dependencies = ["leaf"]
[tool.uv]
package = false
[tool.uv.sources]
leaf = { path = "wheels/leaf-1.0-py3-none-any.whl" }
)";

TEST_CASE("a wheel without a hash is warned of, and refused under --require-hashes") {
  for (const bool has_md5 : {false, true}) {
    FakeIndex index("[simple]\nleaf 1.0\n");
    AxleRun axle;
    axle.write("pyproject.toml", small_pyproject(index, "leaf"));
    const OfferedFile& file = index.file("simple", "leaf-1.0-py3-none-any.whl");
    const std::string md5 = hex_encode(*digest_of(DigestAlgorithm::md5, file.bytes));
    const std::string digest = has_md5 ? fmt::format(R"(, hash = "md5:{}")", md5) : "";
    axle.write("uv.lock",
               lock_with(fmt::format("{{ registry = \"{}\" }}", index.url()),
                         fmt::format("{{ url = \"{}{}\"{} }}", index.server().url(),
                                     FakeIndex::file_path("simple", file.filename), digest)));
    const AxleResult refused = axle("sync --frozen --require-hashes");
    expect_exit(refused, 4);
    expect_said(refused, {"`leaf`", "--require-hashes"});
    const AxleResult synced = axle("sync --frozen");
    expect_exit(synced, 0);
    expect_said(synced, {has_md5 ? "warning: The lockfile has only an md5 hash of `leaf`"
                                 : "warning: The lockfile has no hash of `leaf`"});
    // What is installed already is not warned of again.
    expect_not_said(axle("sync --frozen"), "The lockfile has");
  }
}

TEST_CASE("a local wheel that changed after the lock is refused, whatever the cache has") {
  AxleRun axle;
  axle.write("pyproject.toml", pyproject);
  const auto wheels = axle.project() / "wheels";
  WheelBuilder("leaf", "1.0").file("leaf.py", "x = 1\n").write_to(wheels);
  expect_exit(axle("sync"), 0);
  expect_not_said(axle("sync --reinstall"), "warning");
  expect_exit(axle("sync"), 0);
  const auto file = wheels / "leaf-1.0-py3-none-any.whl";
  std::filesystem::last_write_time(file,
                                   std::filesystem::last_write_time(file) - std::chrono::hours(1));
  expect_said(axle("sync"), {"Checked 1 package"});  // touched, but the same

  WheelBuilder("leaf", "1.0").file("leaf.py", "x = 2\n").write_to(wheels);
  for (const std::string_view words : {"sync", "sync --frozen"}) {
    INFO(words);
    const AxleResult refused = axle(words);
    expect_exit(refused, 4);
    expect_said(refused, {"leaf-1.0-py3-none-any.whl"});
  }
  std::filesystem::remove_all(axle.venv());
  expect_exit(axle("sync --frozen"), 4);
}

}  // namespace
}  // namespace axle::test
