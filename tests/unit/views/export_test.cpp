// SPDX-License-Identifier: MIT
#include "views/export.hpp"

#include "axle/lock/lock.hpp"
#include "support/catch.hpp"
#include "views/direct_reference.hpp"

namespace axle {
namespace {

/// Every sort of source. Digests are short for reading's sake, which the reader does not allow:
/// `hash = "$1"` stands for one of 64 digits.
constexpr std::string_view export_lock_text = R"(version = 1
revision = 5
requires-python = ">=3.10"
supported-markers = [
    "sys_platform == 'linux'",
    "sys_platform == 'darwin'",
]

[manifest]
members = [
    "app",
    "lib",
    "top",
]

[[package]]
name = "app"
version = "1.0"
source = { editable = "packages/app" }
dependencies = [
    { name = "archive" },
    { name = "forge" },
    { name = "lib" },
    { name = "local" },
    { name = "tree" },
]

[[package]]
name = "archive"
version = "2.0"
source = { url = "https://x.org/archive.tar.gz", subdirectory = "py" }
sdist = { hash = "sha256:$1", size = 7 }

[[package]]
name = "colorama"
version = "0.4.6"
source = { registry = "https://x.org/simple" }
sdist = { url = "https://x.org/colorama-0.4.6.tar.gz", hash = "sha256:$2", size = 1, upload-time = "2022-10-25T02:36:22.123Z" }
wheels = [
    { url = "https://x.org/colorama-0.4.6-py3-none-any.whl", hash = "sha256:$1" },
    { url = "https://x.org/Colorama-0.4.6-py2-none-any.whl", hash = "sha256:$1" },
]

[[package]]
name = "forge"
version = "3.0"
source = { git = "https://x.org/forge?subdirectory=py&tag=v3#0123456789012345678901234567890123456789" }

[[package]]
name = "lib"
version = "1.0"
source = { editable = "packages/lib" }
dependencies = [
    { name = "colorama", marker = "sys_platform == 'win32'" },
    { name = "offline" },
]

[[package]]
name = "local"
version = "4.0"
source = { path = "wheels/local-4.0-py3-none-any.whl" }
wheels = [
    { filename = "local-4.0-py3-none-any.whl", hash = "sha256:$1" },
]

[[package]]
name = "offline"
version = "5.0"
source = { registry = "mirror" }
wheels = [
    { path = "offline-5.0-py3-none-any.whl", hash = "sha256:$1" },
]

[[package]]
name = "top"
version = "0"
source = { virtual = "." }
dependencies = [
    { name = "app" },
]

[[package]]
name = "tree"
source = { directory = "/elsewhere/a tree" }
)";

std::string expanded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '$' && i + 1 < text.size())
      out += std::string(64, text[++i]);
    else
      out += text[i];
  }
  return out;
}

Lockfile sample() {
  auto lockfile = parse_lockfile("uv.lock", expanded(export_lock_text));
  if (!lockfile) FAIL(lockfile.error().message << lockfile.error().cause->message);
  return *std::move(lockfile);
}

PackageName export_name(std::string_view text) { return *PackageName::parse(text); }

std::vector<ExportedPackage> reach(const Lockfile& lockfile,
                                   const std::set<PackageName>& pruned = {}) {
  auto packages = reach_packages(
      lockfile, {.roots = {{.name = export_name("top"), .extras = {}, .groups = {}}}}, pruned);
  if (!packages) FAIL(packages.error().message);
  return *std::move(packages);
}

}  // namespace

TEST_CASE("a requirements file has what has no name first") {
  const Lockfile lockfile = sample();
  CHECK(requirements_export(lockfile, reach(lockfile), {.editable = {}}) == expanded(
                                                                                R"(-e ./packages/app
    # via top
-e ./packages/lib
    # via app
file:///elsewhere/a%20tree
    # via app
./wheels/local-4.0-py3-none-any.whl \
    --hash=sha256:$1
    # via app
archive @ https://x.org/archive.tar.gz#subdirectory=py \
    --hash=sha256:$1
    # via app
colorama==0.4.6 ; sys_platform == 'win32' \
    --hash=sha256:$1 \
    --hash=sha256:$2
    # via lib
forge @ git+https://x.org/forge@0123456789012345678901234567890123456789#subdirectory=py
    # via app
offline==5.0 \
    --hash=sha256:$1
    # via lib
)"));
  CHECK(requirements_export(
            lockfile, reach(lockfile, {export_name("lib"), export_name("forge")}),
            {.hashes = false, .annotate = false, .editable = {.none = true, .left_out = {}}}) ==
        R"(./packages/app
file:///elsewhere/a%20tree
./wheels/local-4.0-py3-none-any.whl
archive @ https://x.org/archive.tar.gz#subdirectory=py
)");
}

TEST_CASE("a pylock.toml has its paths as seen from its own place") {
  const Lockfile lockfile = sample();
  const auto text = pylock_export(lockfile, reach(lockfile),
                                  {.root = "/project",
                                   .directory = "/project/locks",
                                   .editable = {.left_out = {export_name("lib")}}});
  if (!text) FAIL(text.error().message);
  CHECK(*text == expanded(R"(lock-version = "1.0"
created-by = "axle"
environments = ["sys_platform == 'linux'", "sys_platform == 'darwin'"]
requires-python = ">=3.10"

[[packages]]
name = "app"
directory = { path = "../packages/app", editable = true }

[[packages]]
name = "archive"
version = "2.0"
archive = { url = "https://x.org/archive.tar.gz#subdirectory=py", size = 7, subdirectory = "py", hashes = { sha256 = "$1" } }

[[packages]]
name = "colorama"
version = "0.4.6"
marker = "sys_platform == 'win32'"
index = "https://x.org/simple"
sdist = { url = "https://x.org/colorama-0.4.6.tar.gz", upload-time = 2022-10-25T02:36:22Z, size = 1, hashes = { sha256 = "$2" } }
wheels = [
    { url = "https://x.org/colorama-0.4.6-py3-none-any.whl", hashes = { sha256 = "$1" } },
    { name = "colorama-0.4.6-py2-none-any.whl", url = "https://x.org/Colorama-0.4.6-py2-none-any.whl", hashes = { sha256 = "$1" } },
]

[[packages]]
name = "forge"
version = "3.0"
vcs = { type = "git", url = "https://x.org/forge", requested-revision = "v3", commit-id = "0123456789012345678901234567890123456789", subdirectory = "py" }

[[packages]]
name = "lib"
directory = { path = "../packages/lib", editable = false }

[[packages]]
name = "local"
version = "4.0"
archive = { path = "../wheels/local-4.0-py3-none-any.whl", hashes = { sha256 = "$1" } }

[[packages]]
name = "offline"
version = "5.0"
index = "../mirror"
wheels = [{ path = "../mirror/offline-5.0-py3-none-any.whl", hashes = { sha256 = "$1" } }]

[[packages]]
name = "tree"
directory = { path = "/elsewhere/a tree", editable = false }
)"));
}

TEST_CASE("a pylock.toml needs digests, and may have no packages") {
  Lockfile lockfile = sample();
  auto packages = reach(lockfile);
  lockfile.packages[2].wheels[1].hash.reset();
  const auto failed =
      pylock_export(lockfile, packages, {.root = "/w", .directory = "/w", .editable = {}});
  REQUIRE_FALSE(failed);
  CHECK(failed.error().kind == ErrorKind::integrity);
  const auto empty = pylock_export(lockfile, {}, {.root = "/w", .directory = "/w", .editable = {}});
  REQUIRE(empty);
  CHECK(empty->ends_with("requires-python = \">=3.10\"\npackages = []\n"));
}

TEST_CASE("what is pruned takes what only it needs with it") {
  const Lockfile lockfile = sample();
  const auto names = [&](const std::set<PackageName>& pruned) {
    std::string text;
    for (const ExportedPackage& package : reach(lockfile, pruned))
      text += lockfile.packages[package.package].name.text() + " ";
    return text;
  };
  CHECK(names({}) == "app archive colorama forge lib local offline top tree ");
  CHECK(names({export_name("lib")}) == "app archive forge local top tree ");
  CHECK(names({export_name("app")}) == "top ");
  CHECK(names({export_name("top")}) == "");
}

TEST_CASE("an extra that a dependency asks for decides edges elsewhere") {
  constexpr std::string_view text = R"(version = 1
revision = 5
requires-python = ">=3.10"
conflicts = [[
    { package = "lib", extra = "cpu" },
    { package = "lib", extra = "gpu" },
]]

[manifest]
members = ["app", "lib"]

[[package]]
name = "app"
version = "1"
source = { virtual = "app" }
dependencies = [
    { name = "lib", extra = ["gpu"], marker = "sys_platform == 'linux' and extra == 'extra-3-lib-gpu'" },
    { name = "other" },
]

[[package]]
name = "lib"
version = "1"
source = { virtual = "lib" }

[package.optional-dependencies]
cpu = [
    { name = "torch", version = "1+cpu", source = { registry = "https://x.org/cpu" } },
]
gpu = [
    { name = "torch", version = "1+gpu", source = { registry = "https://x.org/gpu" } },
]

[package.metadata]
provides-extras = ["cpu", "gpu"]

[[package]]
name = "other"
version = "1"
source = { registry = "https://x.org/simple" }
dependencies = [
    { name = "torch", version = "1+cpu", source = { registry = "https://x.org/cpu" }, marker = "extra == 'extra-3-lib-cpu'" },
    { name = "torch", version = "1+gpu", source = { registry = "https://x.org/gpu" }, marker = "extra == 'extra-3-lib-gpu'" },
]

[[package]]
name = "torch"
version = "1+cpu"
source = { registry = "https://x.org/cpu" }

[[package]]
name = "torch"
version = "1+gpu"
source = { registry = "https://x.org/gpu" }
)";
  const auto lockfile = parse_lockfile("uv.lock", std::string(text));
  if (!lockfile) FAIL(lockfile.error().message << lockfile.error().cause->message);
  const auto packages = reach_packages(
      *lockfile, {.roots = {{.name = export_name("app"), .extras = {}, .groups = {}}}});
  REQUIRE(packages);
  CHECK(requirements_export(*lockfile, *packages, {.annotate = false, .editable = {}}) ==
        "other==1\ntorch==1+gpu ; sys_platform == 'linux'\n");
}

TEST_CASE("what groups of a root without a project need is followed by name") {
  const auto lockfile = parse_lockfile("uv.lock", R"(version = 1
revision = 5
requires-python = ">=3.10"

[manifest.dependency-groups]
dev = [{ name = "colorama", marker = "python_full_version >= '3.12'" }]

[[package]]
name = "colorama"
version = "0.4.6"
source = { registry = "https://x.org/simple" }
)");
  REQUIRE(lockfile);
  const LockSelection selection{.roots = {}, .root_groups = {*GroupName::parse("dev")}};
  const auto packages = reach_packages(*lockfile, selection);
  REQUIRE(packages);
  CHECK(requirements_export(*lockfile, *packages, {.hashes = false, .editable = {}}) ==
        "colorama==0.4.6 ; python_full_version >= '3.12'\n");
  CHECK(reach_packages(*lockfile, selection, {export_name("colorama")})->empty());
  CHECK(reach_packages(*lockfile, {})->empty());
}

TEST_CASE("what only a group needs names nobody, what a fork leaves out is in the markers") {
  const auto lockfile = parse_lockfile("uv.lock", R"(version = 1
revision = 5
requires-python = ">=3.10"
resolution-markers = [
    "sys_platform == 'linux'",
    "sys_platform == 'win32'",
]

[[package]]
name = "app"
version = "1"
source = { virtual = "." }
dependencies = [
    { name = "one" },
]

[package.dev-dependencies]
dev = [
    { name = "two" },
]

[[package]]
name = "one"
version = "1"
source = { registry = "https://x.org/simple" }

[[package]]
name = "two"
version = "1"
source = { registry = "https://x.org/simple" }
)");
  REQUIRE(lockfile);
  const auto packages = reach_packages(
      *lockfile,
      {.roots = {
           {.name = export_name("app"), .extras = {}, .groups = {*GroupName::parse("dev")}}}});
  REQUIRE(packages);
  CHECK(requirements_export(*lockfile, *packages, {.hashes = false, .editable = {}}) ==
        "one==1 ; sys_platform == 'linux' or sys_platform == 'win32'\n"
        "    # via app\n"
        "two==1 ; sys_platform == 'linux' or sys_platform == 'win32'\n");
}

TEST_CASE("a wheel is named only where its place names it otherwise") {
  for (const char* same : {"x-1-py2.py3-none-any.whl",
                           "x-1+cu124-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
                           "x_y-1.0rc1-2-cp39-abi3-macosx_11_0_arm64.whl"}) {
    INFO(same);
    CHECK(WheelFilename::parse(same)->to_string() == same);
  }
  CHECK(WheelFilename::parse("MarkupSafe-3.0.2-py3-none-any.whl")->to_string() ==
        "markupsafe-3.0.2-py3-none-any.whl");
}

TEST_CASE("where a repository is") {
  struct Case {
    std::string_view text;
    std::string_view requirement;
  };
  for (const Case& one : {
           Case{"https://x.org/r#abc", "git+https://x.org/r@abc"},
           Case{"https://x.org/r?branch=a%2Fb#abc", "git+https://x.org/r@abc"},
           Case{"https://x.org/r?rev=main", "git+https://x.org/r@main"},
           Case{"https://x.org/r?subdirectory=a%20b&lfs=true#c",
                "git+https://x.org/r@c#subdirectory=a b&lfs=true"},
           Case{"https://user:secret@x.org/r#c", "git+https://x.org/r@c"},
           Case{"https://token@x.org/r#c", "git+https://x.org/r@c"},
           Case{"ssh://git@x.org/r#c", "git+ssh://git@x.org/r@c"},
           Case{"", "git+"},
       })
    CHECK(git_requirement_url(parse_git_location(one.text)) == one.requirement);
}

}  // namespace axle
