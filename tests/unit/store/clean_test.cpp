// SPDX-License-Identifier: MIT
#include "store/clean.hpp"

#include "base/file.hpp"
#include "cache/cache.hpp"
#include "support/catch.hpp"
#include "support/temp_tree.hpp"

using namespace axle;
using namespace axle::test;

namespace {
constexpr std::chrono::milliseconds at_once(0);

void fill(const TempTree& tree) {
  REQUIRE(Cache::open(tree / "cache"));
  tree.write("cache/index-v1/0123/torch", "12345");
  tree.write("cache/index-v1/0123/torchvision.page", "1");
  tree.write("cache/index-v1/4567/torch.page", "1");
  tree.write("cache/wheels-v1/0123/torch/torch-1.whl.metadata", "1");
  tree.write("cache/index-v0/old", "1");
}
}  // namespace

TEST_CASE("cleaning removes all but what keeps it a cache", "[cache]") {
  const TempTree tree;
  fill(tree);
  const auto removed = clean_cache(tree / "cache", at_once);
  REQUIRE(removed);
  CHECK(removed->files == 5);
  CHECK(removed->bytes == 9);
  CHECK(snapshot(tree / "cache").size() == 2);
}

TEST_CASE("links in a cache are removed, never followed", "[cache]") {
  const TempTree tree;
  fill(tree);
  const TempTree outside;
  outside.write("precious", "x");
  fs::create_symlink(outside.path(), tree / "cache/index-v1/link");
  fs::create_symlink(outside.path(), tree / "cache/bucket-link");
  outside.write("torch", "x");
  const std::vector<std::string> names = {"torch"};
  SECTION("all") { REQUIRE(clean_cache(tree / "cache", at_once)); }
  SECTION("by name") { REQUIRE(clean_packages(tree / "cache", names, at_once)); }
  CHECK(path_exists(outside / "precious"));
  CHECK(path_exists(outside / "torch"));
}

TEST_CASE("entries of a package go by its exact name", "[cache]") {
  const TempTree tree;
  fill(tree);
  const std::vector<std::string> names = {"torch"};
  const auto removed = clean_packages(tree / "cache", names, at_once);
  REQUIRE(removed);
  CHECK(removed->files == 3);
  CHECK_FALSE(path_exists(tree / "cache/index-v1/0123/torch"));
  CHECK_FALSE(path_exists(tree / "cache/index-v1/4567/torch.page"));
  CHECK_FALSE(path_exists(tree / "cache/wheels-v1/0123/torch"));
  CHECK(path_exists(tree / "cache/index-v1/0123/torchvision.page"));
}

TEST_CASE("pruning removes buckets of other formats", "[cache]") {
  const TempTree tree;
  fill(tree);
  tree.write("cache/.axle-tmp-abc/left", "1");
  const std::vector<std::string_view> current = {"index-v1", "wheels-v1"};
  const auto removed = prune_cache(tree / "cache", current, at_once);
  REQUIRE(removed);
  CHECK(removed->files == 2);
  CHECK_FALSE(path_exists(tree / "cache/index-v0"));
  CHECK(path_exists(tree / "cache/index-v1/0123/torch"));
}

TEST_CASE("a directory that is no cache is left alone", "[cache]") {
  const TempTree tree;
  tree.write("home/thesis", "x");
  const auto before = snapshot(tree.path());
  const auto cleaned = clean_cache(tree / "home", at_once);
  REQUIRE_FALSE(cleaned);
  CHECK(cleaned.error().code == ErrorCode::io);
  CHECK(snapshot(tree.path()) == before);
  CHECK(clean_cache(tree / "absent", at_once).value().files == 0);
}

TEST_CASE("a file with two names counts once", "[cache]") {
  const TempTree tree;
  tree.write("cache/a", "12345");
  fs::create_hard_link(tree / "cache/a", tree / "cache/b");
  const auto usage = measure_cache(tree / "cache");
  REQUIRE(usage);
  CHECK(usage->files == 1);
  CHECK(usage->bytes == 5);
  CHECK(usage->directories == 1);
}
