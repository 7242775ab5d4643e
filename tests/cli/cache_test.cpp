// SPDX-License-Identifier: MIT
#include "cli/expect.hpp"

namespace axle::test {
namespace {

constexpr std::string_view cache_universe = "[simple]\na 1.0\nb 1.0\n";

TEST_CASE("cache dir says where it is: option, variable, XDG, home") {
  AxleRun axle;
  CHECK(axle.mask(axle("cache dir").out) == "[TMP]/cache\n");
  CHECK(axle.mask(axle("cache dir --cache-dir here").out) == "[TMP]/project/here\n");
  axle.unset("AXLE_CACHE_DIR");
  CHECK(axle.mask(axle("cache dir").out).find("[TMP]/home/") == 0);
  axle.set("XDG_CACHE_HOME", (axle.tree() / "xdg").string());
#if defined(__linux__)
  CHECK(axle.mask(axle("cache dir").out) == "[TMP]/xdg/axle\n");
#endif
}

TEST_CASE("clean removes a package or everything, prune what is of no use") {
  FakeIndex index(cache_universe);
  AxleRun axle;
  axle.set("AXLE_INDEX_URL", index.url());
  axle.quietly("venv");
  axle.quietly("pip install a b");
  const std::string size = axle.quietly("cache size").out;
  CHECK(std::stoul(size) > 100);
  expect_said(axle.quietly("cache size --json"), {"\"bytes\"", "\"files\""});

  expect_exit(axle("cache clean A"), 0);
  CHECK(std::stoul(axle.quietly("cache size").out) < std::stoul(size));
  axle.quietly("pip uninstall a b");
  index.server().forget_requests();
  expect_exit(axle("pip install a b"), 0);
  CHECK(index.server().count(FakeIndex::file_path("simple", "a-1.0-py3-none-any.whl")) == 1);
  CHECK(index.server().count(FakeIndex::file_path("simple", "b-1.0-py3-none-any.whl")) == 0);

  axle.tree().write("cache/index-v0/old", "an older format");
  expect_exit(axle("cache prune"), 0);
  CHECK(!std::filesystem::exists(axle.cache() / "index-v0"));
  expect_exit(axle("cache clean"), 0);
  // The environment has files of its own, whatever becomes of the cache.
  CHECK(read_text(axle.site_packages() / "a/__init__.py") == "VERSION = '1.0'\n");
  for (const char* bucket : {"store-v2", "index-v1"})
    CHECK(!std::filesystem::exists(axle.cache() / bucket));
}

TEST_CASE("without a cache (--no-cache) a run leaves nothing behind") {
  FakeIndex index(cache_universe);
  AxleRun axle;
  axle.quietly("venv");
  const auto before = snapshot(axle.cache());
  expect_exit(axle("pip install a --no-cache -i " + index.url()), 0);
  CHECK(difference(before, snapshot(axle.cache())) == "");
}

}  // namespace
}  // namespace axle::test
