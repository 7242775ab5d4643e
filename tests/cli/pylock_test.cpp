// SPDX-License-Identifier: MIT
#include "base/sha256.hpp"
#include "cli/expect.hpp"

namespace axle::test {
namespace {

constexpr std::string_view pylock_universe = R"(
  [simple]
  app 1.0 : lib
  lib 1.0
  lib 1.5
  other 2.0
  extra 3.0
  dev 4.0
  wide 1.0 tag=py3-none-win_amd64
)";

constexpr std::string_view pylock_head = "lock-version = \"1.0\"\ncreated-by = \"test\"\n";

std::string wheel_name(std::string_view name, std::string_view version,
                       std::string_view tag = "py3-none-any") {
  return fmt::format("{}-{}-{}.whl", name, version, tag);
}

/// `{ url = …, size = …, hashes = … }` of a wheel of the index.
std::string file_text(FakeIndex& index, const std::string& filename, std::string_view more = "") {
  const std::string& bytes = index.file("simple", filename).bytes;
  return fmt::format("{{ url = \"{}\", {}size = {}, hashes = {{ sha256 = \"{}\" }} }}",
                     index.server().url(FakeIndex::file_path("simple", filename)), more,
                     bytes.size(), sha256_hex(bytes));
}

std::string pylock_package(FakeIndex& index, std::string_view name, std::string_view version,
                           std::string_view more = "") {
  return fmt::format("\n[[packages]]\nname = \"{}\"\nversion = \"{}\"\n{}wheels = [{}]\n", name,
                     version, more, file_text(index, wheel_name(name, version)));
}

std::string pylock_frozen(AxleRun& axle) { return axle.quietly("pip freeze").out; }

}  // namespace

TEST_CASE("pip sync makes an environment what a pylock.toml says, pip install adds to it") {
  FakeIndex index(pylock_universe);
  AxleRun axle;
  axle("venv");
  axle.write("pylock.toml", std::string(pylock_head) + pylock_package(index, "app", "1.0") +
                                pylock_package(index, "lib", "1.0"));
  axle.write("pylock.more.toml", std::string(pylock_head) + pylock_package(index, "other", "2.0"));
  // No index is asked: there is none.
  const AxleResult synced = axle("pip sync pylock.toml --no-index");
  expect_exit(synced, 0);
  expect_said(synced, {"Installed 2 packages", "+ app==1.0", "+ lib==1.0"});
  expect_said(axle("pip sync pylock.toml"), {"Checked 2 packages"});
  CHECK_FALSE(std::filesystem::exists(axle.site_packages() / "app-1.0.dist-info/direct_url.json"));
  expect_exit(axle("pip install -r pylock.more.toml"), 0);
  CHECK(pylock_frozen(axle) == "app==1.0\nlib==1.0\nother==2.0\n");
  expect_said(axle("pip sync pylock.more.toml --dry-run"), {"Would uninstall 2 packages"});
  expect_exit(axle("pip sync pylock.more.toml"), 0);
  CHECK(pylock_frozen(axle) == "other==2.0\n");
  expect_exit(axle("pip install -r pylock.toml --exact"), 0);
  CHECK(pylock_frozen(axle) == "app==1.0\nlib==1.0\n");
}

TEST_CASE("extras and dependency groups of a pylock.toml are chosen when it is installed") {
  FakeIndex index(pylock_universe);
  AxleRun axle;
  axle("venv");
  axle.write(
      "pylock.toml",
      std::string(pylock_head) +
          "extras = [\"x\"]\ndependency-groups = [\"dev\", \"more\"]\n"
          "default-groups = [\"dev\"]\n" +
          pylock_package(index, "lib", "1.0", "marker = \"'x' not in extras\"\n") +
          pylock_package(index, "lib", "1.5", "marker = \"'x' in extras\"\n") +
          pylock_package(index, "dev", "4.0", "marker = \"'dev' in dependency_groups\"\n") +
          pylock_package(index, "extra", "3.0", "marker = \"'more' in dependency_groups\"\n") +
          pylock_package(index, "other", "2.0", "marker = \"sys_platform == 'win32'\"\n"));
  expect_exit(axle("pip sync pylock.toml"), 0);
  CHECK(pylock_frozen(axle) == "dev==4.0\nlib==1.0\n");
  expect_exit(axle("pip sync pylock.toml --extra X --only-group more"), 0);
  CHECK(pylock_frozen(axle) == "extra==3.0\nlib==1.5\n");
  expect_exit(axle("pip sync pylock.toml --all-extras --group more"), 0);
  CHECK(pylock_frozen(axle) == "dev==4.0\nextra==3.0\nlib==1.5\n");
  expect_failure(axle, "pip sync pylock.toml --extra y", 2, {"no extra `y`", "it has `x`"});
  expect_failure(axle, "pip install -r pylock.toml --group docs", 2, {"dependency group `docs`"});
}

TEST_CASE("files of a pylock.toml are found beside it") {
  FakeIndex index(pylock_universe);
  AxleRun axle;
  axle("venv");
  const std::string wheel = wheel_name("lib", "1.0");
  const std::string& bytes = index.file("simple", wheel).bytes;
  axle.write("locks/wheels/" + wheel, bytes);
  axle.write("locks/renamed.whl", bytes);
  const std::string hashes = fmt::format("hashes = {{ sha256 = \"{}\" }}", sha256_hex(bytes));
  const std::string start = std::string(pylock_head) + "[[packages]]\nname = \"lib\"\n";
  axle.write("locks/pylock.toml",
             start + fmt::format("wheels = [{{ path = \"wheels/{}\", {} }}]\n", wheel, hashes));
  expect_exit(axle("pip sync locks/pylock.toml --offline"), 0);
  CHECK(pylock_frozen(axle) == "lib==1.0\n");
  axle.write("locks/pylock.named.toml",
             start + fmt::format("wheels = [{{ name = \"{}\", path = \"renamed.whl\", {} }}]\n",
                                 wheel, hashes));
  expect_exit(axle("pip sync locks/pylock.named.toml --reinstall --offline"), 0);
  axle.write("locks/pylock.url.toml",
             start + fmt::format("wheels = [{{ url = \"file://{}\", {} }}]\n",
                                 (axle.project() / "locks/wheels" / wheel).string(), hashes));
  expect_exit(axle("pip sync locks/pylock.url.toml --reinstall --offline"), 0);
  // An archive is a direct reference.
  axle.write("locks/pylock.archive.toml",
             start + fmt::format("archive = {{ path = \"wheels/{}\", {} }}\n", wheel, hashes));
  expect_said(axle("pip sync locks/pylock.archive.toml --offline"), {"lib==1.0 (from file://"});
  expect_said(axle("pip sync locks/pylock.archive.toml --offline"), {"Checked 1 package"});
}

TEST_CASE("a file that is not the one that was locked changes nothing") {
  FakeIndex index(pylock_universe);
  AxleRun axle;
  axle("venv");
  const auto write = [&](std::string_view from, std::string_view to) {
    std::string text = std::string(pylock_head) + pylock_package(index, "app", "1.0") +
                       pylock_package(index, "lib", "1.0");
    const std::size_t at = text.rfind(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
    axle.write("pylock.toml", text);
  };
  const std::string hash = sha256_hex(index.file("simple", wheel_name("lib", "1.0")).bytes);
  write(hash, std::string(64, 'a'));
  expect_failure(axle, "pip sync pylock.toml", 4, {"lib-1.0", hash, std::string(64, 'a')});
  write("size = ", "size = 1");
  expect_failure(axle, "pip sync pylock.toml", 4, {"lib-1.0", "bytes"});
  write("sha256 = \"" + hash + "\"", "");
  expect_failure(axle, "pip sync pylock.toml", 4, {"no hash", "lib-1.0", "hint"});
  write("sha256 = \"" + hash + "\"", "md5 = \"" + std::string(32, '0') + "\"");
  expect_failure(axle, "pip sync pylock.toml", 4, {"no hash", "lib-1.0", "hint"});
}

TEST_CASE("the size of a wheel that is stored already is checked too") {
  FakeIndex index(pylock_universe);
  AxleRun axle;
  axle("venv");
  std::string text = std::string(pylock_head) + pylock_package(index, "lib", "1.0");
  axle.write("pylock.toml", text);
  expect_exit(axle("pip sync pylock.toml"), 0);
  text.replace(text.find("size = "), 7, "size = 1");
  axle.write("pylock.toml", text);
  expect_failure(axle, "pip sync pylock.toml --reinstall --offline", 4, {"lib-1.0", "bytes"});
}

TEST_CASE("a pylock.toml is installed for another platform, and then answers for it") {
  FakeIndex index(pylock_universe);
  AxleRun axle;
  axle("venv");
  axle.write("pylock.toml",
             fmt::format("{}\n[[packages]]\nname = \"wide\"\nwheels = [{}]\n", pylock_head,
                         file_text(index, wheel_name("wide", "1.0", "py3-none-win_amd64"))));
  expect_failure(axle, "pip sync pylock.toml", 1, {"win_amd64"});
  expect_exit(axle("pip sync pylock.toml --python-platform windows"), 0);
  expect_said(axle("pip sync pylock.toml --python-platform windows"), {"Checked 1 package"});
}

TEST_CASE("what axle cannot install from a pylock.toml is refused with a way out") {
  FakeIndex index(pylock_universe);
  AxleRun axle;
  axle("venv");
  const auto refused = [&](const std::string& name, std::string_view source,
                           std::initializer_list<std::string_view> texts, int code = 1) {
    axle.write("pylock." + name + ".toml",
               fmt::format("{}{}\n[[packages]]\nname = \"it\"\nversion = \"1\"\n{}\n", pylock_head,
                           pylock_package(index, "app", "1.0"), source));
    expect_failure(axle, "pip sync pylock." + name + ".toml", code, texts);
  };
  const std::string hashes = "hashes = { sha256 = \"" + std::string(64, 'a') + "\" }";
  refused("sdist", "sdist = { url = \"https://x.invalid/it-1.tar.gz\", " + hashes + " }",
          {"it==1", "source distribution", "hint"});
  refused("directory", "directory = { path = \"../it\" }", {"it==1", "source tree", "hint"});
  refused("vcs",
          "vcs = { type = \"git\", url = \"https://user:secret@x.invalid/r\", commit-id = \"a\" }",
          {"it==1", "repository", "https://x.invalid/r", "hint"});
  refused("windows", "wheels = [{ path = \"it-1-py3-none-win_amd64.whl\", " + hashes + " }]",
          {"it==1", "current platform", "win_amd64"});
  refused("scheme",
          "wheels = [{ url = \"ftp://x.invalid/it-1-py3-none-any.whl\", " + hashes + " }]",
          {"it-1-py3-none-any.whl", "ftp://", "hint"}, 2);
  axle.write("pylock.toml", std::string(pylock_head) + pylock_package(index, "app", "1.0"));
  expect_failure(axle, "pip sync pylock.toml --no-binary app", 1, {"app==1.0", "--no-binary"});
  expect_not_said(axle("pip sync pylock.vcs.toml"), "secret");
}

TEST_CASE("mistakes in and around a pylock.toml are named") {
  FakeIndex index(pylock_universe);
  AxleRun axle;
  axle("venv");
  const std::string app = pylock_package(index, "app", "1.0");
  axle.write("pylock.toml", std::string(pylock_head) + app);
  axle.write("pylock.twice.toml", std::string(pylock_head) + app + app);
  axle.write("pylock.future.toml", "lock-version = \"2.0\"\ncreated-by = \"x\"\npackages = []\n");
  axle.write("pylock.elsewhere.toml",
             std::string(pylock_head) + "environments = [\"sys_platform == 'win32'\"]\n" + app);
  axle.write("pylock.nohash.toml",
             std::string(pylock_head) +
                 "[[packages]]\nname = \"a\"\nwheels = [{ path = \"a-1-py3-none-any.whl\" }]\n");
  axle.write("pylock.broken.toml", "lock-version = \n");
  axle.write("limits.txt", "lib<1.5\n");
  expect_failure(axle, "pip sync pylock.twice.toml", 2, {"several entries of `app`"});
  expect_failure(axle, "pip sync pylock.future.toml", 2, {"line 1", "lock version `2.0`"});
  expect_failure(axle, "pip sync pylock.elsewhere.toml", 2, {"sys_platform == 'win32'"});
  expect_failure(axle, "pip sync pylock.nohash.toml", 2, {"line 5", "no `hashes`"});
  expect_failure(axle, "pip sync pylock.broken.toml", 2, {"pylock.broken.toml", "line 1"});
  expect_failure(axle, "pip sync pylock.gone.toml", 2, {"pylock.gone.toml"});
  expect_failure(axle, "pip sync pylock.toml pylock.twice.toml", 2, {"multiple `pylock.toml`"});
  expect_failure(axle, "pip sync pylock.toml limits.txt", 2, {"nothing else"});
  expect_failure(axle, "pip sync pylock.toml -c limits.txt", 2, {"nothing else"});
  expect_failure(axle, "pip install app -r pylock.toml", 2, {"nothing else"});
  expect_failure(axle, "pip install -r limits.txt --extra x", 2, {"pylock.toml", "none was named"});
  expect_failure(axle, "pip compile pylock.toml", 2, {"pylock.toml"});
  expect_golden("pylock_mistakes", axle);
}

TEST_CASE("a pylock.toml for other Pythons is refused") {
  AxleRun axle;
  axle("venv");
  axle.write("pylock.toml",
             std::string(pylock_head) + "requires-python = \">=3.99\"\npackages = []\n");
  expect_failure(axle, "pip sync pylock.toml", 2, {"`>=3.99`", "--python"});
}

TEST_CASE("a newer minor version of the format is read with a warning") {
  AxleRun axle;
  axle("venv");
  axle.write("pylock.toml", "lock-version = \"1.7\"\ncreated-by = \"x\"\npackages = []\nnew = 1\n");
  const AxleResult synced = axle("pip sync pylock.toml");
  expect_exit(synced, 0);
  expect_said(synced, {"lock version 1.7"});
}

}  // namespace axle::test
