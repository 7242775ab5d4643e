// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "pylock/pylock.hpp"
#include "support/catch.hpp"

namespace axle {
namespace {

constexpr std::string_view digest =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

std::string with_digest(std::string_view text) {
  std::string out(text);
  for (std::size_t at = out.find("$H"); at != std::string::npos; at = out.find("$H", at))
    out.replace(at, 2, digest);
  return out;
}

/// A file with this as its one package.
std::string with_package(std::string_view package) {
  return with_digest(fmt::format(
      "lock-version = \"1.0\"\ncreated-by = \"x\"\n[[packages]]\nname = \"torch\"\n{}\n", package));
}

constexpr std::string_view whole = R"(# a comment
lock-version = "1.0"
created-by = "uv"
environments = ["sys_platform == 'linux'", "sys_platform == 'darwin'"]
requires-python = ">=3.10"
extras = ["cpu", "cu124"]
dependency-groups = ["dev"]
default-groups = ["dev"]

[[packages]]
name = "MarkupSafe"
version = "3.0.2"
marker = "'cpu' in extras"
requires-python = ">=3.9"
index = "https://pypi.org/simple"
sdist = { name = "markupsafe-3.0.2.tar.gz", url = "https://x.org/m.tar.gz", upload-time = 2024-10-18T15:21:54Z, size = 20537, hashes = { sha256 = "$H" } }
wheels = [
    { url = "https://x.org/a%2Bb/MarkupSafe-3.0.2-py3-none-any.whl?x=1#y", upload-time = 2024-10-18T15:20:51Z, size = 0, hashes = { sha256 = "$H", md5 = "d41d8cd98f00b204e9800998ecf8427e", "sha3_256" = "abc" } },
    { name = "markupsafe-3.0.2-py2-none-any.whl", path = "wheels/other.whl", url = "https://x.org/b", hashes = { SHA256 = "?" } },
]

[packages.tool.uv]
anything = 1

[[packages]]
name = "local"
directory = { path = "../local", editable = true }

[[packages]]
name = "repo"
vcs = { type = "git", url = "https://x.org/r.git", commit-id = "abc" }

[[packages]]
name = "archive"
version = "1"
archive = { path = "archive-1-py3-none-any.whl", hashes = { sha256 = "$H" } }

[[attestation-identities]]
kind = "x"
)";

}  // namespace

TEST_CASE("a pylock.toml is read with all that installing needs") {
  const auto pylock = parse_pylock("pylock.toml", with_digest(whole));
  if (!pylock) FAIL(pylock.error().cause->message);
  CHECK(pylock->environments.size() == 2);
  CHECK(pylock->requires_python->to_string() == ">=3.10");
  CHECK(pylock->extras.size() == 2);
  CHECK(pylock->groups.size() == 1);
  CHECK(pylock->default_groups.size() == 1);
  REQUIRE(pylock->packages.size() == 4);
  const PylockPackage& markupsafe = pylock->packages[0];
  CHECK(markupsafe.name.text() == "markupsafe");
  CHECK(markupsafe.version->to_string() == "3.0.2");
  CHECK(markupsafe.index == "https://pypi.org/simple");
  CHECK(markupsafe.sdist->filename == "markupsafe-3.0.2.tar.gz");
  CHECK(markupsafe.sdist->upload_time == 1729264914000);
  CHECK(!markupsafe.sdist->wheel);
  REQUIRE(markupsafe.wheels.size() == 2);
  CHECK(markupsafe.wheels[0].filename == "MarkupSafe-3.0.2-py3-none-any.whl");
  CHECK(markupsafe.wheels[0].size == 0U);
  REQUIRE(markupsafe.wheels[0].hashes.size() == 2);  // the unknown algorithm is passed over
  CHECK(markupsafe.wheels[0].hashes[1].hex == digest);
  CHECK(markupsafe.wheels[1].path == "wheels/other.whl");
  CHECK(markupsafe.wheels[1].hashes.empty());
  CHECK(pylock->packages[1].directory == "../local");
  CHECK(pylock->packages[2].repository == "https://x.org/r.git");
  CHECK(pylock->packages[3].archive->wheel);
}

TEST_CASE("names of pylock files") {
  for (const char* name : {"pylock.toml", "pylock.cu124.toml", "pylock.a-b.toml"})
    CHECK(is_pylock_name(name));
  for (const char* name : {"pylock..toml", "pylock.a.b.toml", "pylock", "my.pylock.toml",
                           "pylock.toml.txt", "pylock.txt", ""})
    CHECK_FALSE(is_pylock_name(name));
}

TEST_CASE("what PEP 751 does not allow is an error at its place") {
  struct Case {
    std::string text;
    std::string place;
    std::string message;
  };
  const std::string file =
      "{ url = \"https://x.org/torch-1-py3-none-any.whl\", hashes = { sha256 = "
      "\"$H\" } }";
  const Case cases[] = {
      {"", "line 1, column 1", "`lock-version` is missing"},
      {"lock-version = 1", "line 1, column 16", "expected a string"},
      {"lock-version = \"2.0\"", "line 1, column 16", "lock version `2.0` is unknown"},
      {"lock-version = \"one\"", "line 1, column 16", "one"},
      {"lock-version = \"1.0\"", "line 1, column 1", "`created-by` is missing"},
      {"lock-version = \"1.0\"\ncreated-by = \"x\"", "line 1, column 1", "`packages` is missing"},
      {"lock-version = \"1.0\"\ncreated-by = \"x\"\npackages = [1]", "line 3, column 13", "table"},
      {"lock-version = \"1.0\"\ncreated-by = \"x\"\npackages = [{}]", "line 3",
       "`name` is missing"},
      {"lock-version = \"1.0\"\ncreated-by = \"x\"\nenvironments = [\"a <\"]\npackages = []",
       "line 3", "a <"},
      {"lock-version = \"1.0", "line 1", ""},
      {with_package(""), "line 3", "`torch` has none of `wheels`"},
      {with_package("marker = 'nonsense'\nwheels = []"), "line 5, column 10", "nonsense"},
      {with_package("wheels = 1"), "line 5, column 10", "expected"},
      {with_package("wheels = [" + file + "]\narchive = " + file), "line 6",
       "both `wheels` and `archive`"},
      {with_package("sdist = " + file + "\ndirectory = { path = 'x' }"), "line 6",
       "both `sdist` and `directory`"},
      {with_package("directory = { path = 'x' }\nvcs = { url = 'x' }"), "line 6",
       "both `directory` and `vcs`"},
      {with_package("directory = { editable = true }"), "line 5", "`path` is missing"},
      {with_package("vcs = { type = 'git' }"), "line 5", "`url` or a `path`"},
      {with_package("wheels = [{ hashes = {} }]"), "line 5", "neither `url` nor `path`"},
      {with_package("wheels = [{ path = 'torch-1-py3-none-any.whl' }]"), "line 5",
       "`torch-1-py3-none-any.whl` has no `hashes`"},
      {with_package("wheels = [{ path = 'torch-1-py3-none-any.whl', hashes = { sha256 = 'ab' } }]"),
       "line 5", "`ab` is not a sha256 hash"},
      {with_package("wheels = [{ path = 'torch-1-py3-none-any.whl', hashes = { sha256 = 1 } }]"),
       "line 5", "a string"},
      {with_package("wheels = [{ path = 'torch-1.zip', hashes = {} }]"), "line 5",
       "`torch-1.zip` is not the name of a wheel"},
      {with_package("wheels = [{ path = 'torch.whl', hashes = {} }]"), "line 5", "torch.whl"},
      {with_package("wheels = [{ path = 'other-1-py3-none-any.whl', hashes = {} }]"), "line 5",
       "is not a wheel of `torch`"},
      {with_package("version = '2'\nwheels = [{ path = 'torch-1-py3-none-any.whl', hashes = {} }]"),
       "line 6", "is not a wheel of `torch==2`"},
      {with_package("sdist = { path = 'x', size = -1, hashes = {} }"), "line 5", "bytes"},
      {with_package("sdist = { path = 'x', size = 'a', hashes = {} }"), "line 5", "bytes"},
      {with_package("sdist = { path = 'x', upload-time = 'now', hashes = {} }"), "line 5", "UTC"},
      {with_package("sdist = { path = 'x', upload-time = 2024-01-01, hashes = {} }"), "line 5",
       "UTC"},
  };
  for (const Case& one : cases) {
    INFO(one.text);
    const auto pylock = parse_pylock("some/pylock.toml", one.text);
    REQUIRE_FALSE(pylock);
    const Error& error = pylock.error();
    CHECK(error.kind == ErrorKind::invalid_input);
    CHECK(error.code == ErrorCode::lockfile);
    CHECK(error.file == "some/pylock.toml");
    CHECK_FALSE(error.hints.empty());
    REQUIRE(error.cause);
    INFO(error.cause->message);
    CHECK(error.cause->message.find("TOML parse error at " + one.place) != std::string::npos);
    CHECK(error.cause->message.find(one.message) != std::string::npos);
  }
}

}  // namespace axle
