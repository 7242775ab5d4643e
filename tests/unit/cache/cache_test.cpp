// SPDX-License-Identifier: MIT
#include "cache/cache.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <thread>

#include "base/file.hpp"
#include "cache/entry_file.hpp"
#include "store/clean.hpp"
#include "support/catch.hpp"
#include "support/temp_tree.hpp"

using namespace axle;
using namespace axle::test;

TEST_CASE("where the cache is", "[cache]") {
  const auto [variables, wanted] = GENERATE(table<std::map<std::string, std::string>, std::string>({
      {{{"HOME", "/h"}}, "/h/.cache/axle"},
      {{{"HOME", "/h"}, {"XDG_CACHE_HOME", "/x"}}, "/x/axle"},
      {{{"HOME", "/h"}, {"XDG_CACHE_HOME", "relative"}}, "/h/.cache/axle"},
      {{{"HOME", "/h"}, {"XDG_CACHE_HOME", "/x"}, {"AXLE_CACHE_DIR", "/a"}}, "/a"},
      {{{"HOME", "/h"}, {"UV_CACHE_DIR", "/uv"}}, "/uv/axle"},
  }));
  CHECK(cache_root(std::nullopt, Environment::of(variables)).value() == wanted);
  CHECK(cache_root("/option", Environment::of(variables)).value() == "/option");
}

TEST_CASE("without HOME the home of the account counts", "[cache]") {
  const auto root = cache_root(std::nullopt, Environment::of({}));
  REQUIRE(root);
  CHECK(root->is_absolute());
  CHECK(root->filename() == "axle");
}

TEST_CASE("a cache is made private and tagged, and holds nothing else", "[cache]") {
  const TempTree tree;
  const auto cache = Cache::open(tree / "a/cache");
  REQUIRE(cache);
  struct stat status{};
  REQUIRE(::stat((tree / "a/cache").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0700);
  CHECK(read_text(tree / "a/cache/CACHEDIR.TAG")
            .starts_with("Signature: 8a477f597d28d172789f06886806bc55"));
  CHECK(cache->bucket("index-v1") == fs::canonical(tree / "a/cache") / "index-v1");
  CHECK_FALSE(cache->is_read_only());
  CHECK(snapshot(tree / "a/cache").size() == 2);
}

TEST_CASE("two runs share a cache, cleaning waits for both", "[cache]") {
  const TempTree tree;
  auto first = std::make_optional(Cache::open(tree / "cache").value());
  auto second = std::make_optional(Cache::open(tree / "cache").value());
  tree.write("cache/index-v1/x", "1");
  for (auto* open : {&first, &second}) {
    const auto cleaned = clean_cache(tree / "cache", std::chrono::milliseconds(0));
    REQUIRE_FALSE(cleaned);
    CHECK(cleaned.error().kind == ErrorKind::locked);
    open->reset();
  }
  CHECK(clean_cache(tree / "cache", std::chrono::milliseconds(0)));
  CHECK_FALSE(path_exists(tree / "cache/index-v1"));
}

TEST_CASE("what a killed run left in staging goes when nobody uses the cache", "[cache]") {
  const TempTree tree;
  {
    const Cache cache = Cache::open(tree / "cache").value();
    const fs::path staging = cache.staging().value();
    tree.write("cache/tmp/left/file", "x");
    const Cache other = Cache::open(tree / "cache").value();
    CHECK(path_exists(staging / "left/file"));  // may be of the first
  }
  const Cache cache = Cache::open(tree / "cache").value();
  CHECK_FALSE(path_exists(tree / "cache/tmp/left"));
}

TEST_CASE("an entry is there whole, and nothing beside it", "[cache]") {
  const TempTree tree;
  const auto cache = Cache::open(tree / "cache");
  REQUIRE(cache);
  const auto bucket = cache->writable_bucket("things-v1");
  REQUIRE(write_cache_entry(*cache, bucket / "a/one", "first"));
  REQUIRE(write_cache_entry(*cache, bucket / "a/one", "second"));
  CHECK(read_text(bucket / "a/one") == "second");
  struct stat status{};
  REQUIRE(::stat((bucket / "a/one").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  // Where the last step fails, what was prepared lies in no bucket, and not even in staging.
  REQUIRE(make_directories(bucket / "taken/below"));
  CHECK_FALSE(write_cache_entry(*cache, bucket / "taken", "text"));
  CHECK(snapshot(bucket).size() == 4);
  CHECK(std::filesystem::is_empty(*cache->staging()));
}

TEST_CASE("a read-only cache is read, and written elsewhere", "[cache]") {
  if (::geteuid() == 0) return;  // root may write anywhere
  const TempTree tree;
  {
    REQUIRE(Cache::open(tree / "cache"));
  }
  ::chmod((tree / "cache").c_str(), 0500);
  {
    const Cache cache = Cache::open(tree / "cache").value();
    CHECK(cache.is_read_only());
    CHECK(cache.writable_bucket("b") != cache.bucket("b"));
    CHECK(directory_exists(cache.staging().value()));
  }
  ::chmod((tree / "cache").c_str(), 0700);
}

TEST_CASE("a temporary cache is gone with its owner", "[cache]") {
  fs::path root;
  {
    const Cache cache = Cache::temporary().value();
    root = cache.root();
    CHECK(directory_exists(root));
  }
  CHECK_FALSE(path_exists(root));
}

TEST_CASE("keys are stable and differ", "[cache]") {
  CHECK(cache_key("https://download.example/whl/cpu") ==
        cache_key("https://download.example/whl/cpu"));
  CHECK(cache_key("https://download.example/whl/cpu") !=
        cache_key("https://download.example/whl/cpu/"));
  CHECK(cache_key("").size() == 16);
}
