// SPDX-License-Identifier: MIT
#include "axle/fetch/fetch.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>

#include "axle/base/reporter.hpp"
#include "base/sha256.hpp"
#include "cache/cache.hpp"
#include "scripted_client.hpp"
#include "support/catch.hpp"
#include "support/temp_tree.hpp"
#include "support/wheel_builder.hpp"

namespace axle::test {
namespace {

WheelBuilder fetch_demo(const std::string& name = "demo") {
  return WheelBuilder(name, "1.0")
      .file(name + "/__init__.py", "x = 1\n")
      .file(name + "/data.txt", std::string(100'000, 'a'));
}

/// Does not compress, so that a wheel is large enough to be kept when its download breaks.
std::string fetch_noise(std::size_t size) {
  std::string text;
  std::uint32_t state = 7;
  while (text.size() < size) {
    state = state * 1664525 + 1013904223;
    text += static_cast<char>(state >> 24);
  }
  return text;
}

struct Rig {
  TempTree place;
  Cache cache = *Cache::open(place / "cache");
  ScriptedClient client;
  NullReporter reporter;

  FetchServices services() {
    FetchServices services{&client, cache, reporter};
    services.threads = 2;
    return services;
  }
  static std::string url_of(const WheelBuilder& wheel) {
    return "https://files.test/" + wheel.filename();
  }

  WheelToFetch remote(const WheelBuilder& wheel, bool with_hash = true) {
    const std::string bytes = wheel.bytes();
    client.serve(url_of(wheel), bytes);
    WheelToFetch wanted{*WheelFilename::parse(wheel.filename()),
                        wheel.filename(),
                        url_of(wheel),
                        {},
                        {},
                        std::nullopt,
                        "https://index.test/simple",
                        false};
    if (with_hash) {
      wanted.hashes.push_back({DigestAlgorithm::sha256, sha256_hex(bytes)});
      wanted.size = bytes.size();
    }
    return wanted;
  }
  WheelToFetch local(const WheelBuilder& wheel) {
    const auto path = wheel.write_to(place / "wheels");
    return {*WheelFilename::parse(wheel.filename()),
            wheel.filename(),
            "",
            path,
            {},
            std::nullopt,
            "",
            false};
  }
  Result<std::vector<StoredWheel>> fetch(const std::vector<WheelToFetch>& wheels,
                                         const WheelObserver& observe = {}) {
    return fetch_wheels(wheels, services(), observe);
  }
  Error failure(const WheelToFetch& wheel) {
    auto result = fetch({wheel});
    REQUIRE_FALSE(result);
    return result.error();
  }
  std::size_t stored() const {
    std::size_t count = 0;
    const auto bucket = place / "cache/store-v2";
    if (std::filesystem::exists(bucket))
      for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(bucket))
        ++count;
    return count;
  }
};

}  // namespace

TEST_CASE("wheels are fetched once, then found", "[fetch]") {
  Rig rig;
  const std::vector<WheelToFetch> wheels{
      rig.remote(fetch_demo("a")),
      rig.remote(fetch_demo("b").file("b/noise", fetch_noise(3 << 20))),
      rig.local(fetch_demo("c"))};
  std::atomic<int> observed{0};
  const auto count = [&observed](std::size_t, const StoredWheel&) -> Result<void> {
    ++observed;
    return {};
  };
  const auto first = rig.fetch(wheels, count);
  if (!first) FAIL(first.error().message);
  REQUIRE(first->size() == 3);
  CHECK(observed == 3);
  CHECK((*first)[0].manifest->name == "a");
  CHECK((*first)[1].manifest->name == "b");
  CHECK((*first)[2].manifest->name == "c");
  CHECK(read_text((*first)[1].tree / "b/noise") == fetch_noise(3 << 20));
  CHECK_FALSE((*first)[0].was_stored);
  CHECK(rig.client.requests().size() == 2);
  CHECK(rig.client.requests()[0] == Rig::url_of(fetch_demo("b")));  // the largest first

  const auto second = rig.fetch(wheels, count);
  REQUIRE(second);
  CHECK(observed == 6);
  CHECK((*second)[0].was_stored);
  CHECK((*second)[2].was_stored);
  CHECK((*second)[0].sha256 == (*first)[0].sha256);
  CHECK(rig.client.requests().size() == 2);
  // Nothing is left over in the staging folder, and no partial download.
  CHECK(snapshot(rig.place / "cache/partial-v1").empty());
}

TEST_CASE("a wheel without a stated hash is found again by what it had", "[fetch]") {
  Rig rig;
  const WheelToFetch wheel = rig.remote(fetch_demo(), false);
  REQUIRE(rig.fetch({wheel}));
  REQUIRE(rig.fetch({wheel}));
  CHECK(rig.client.requests().size() == 1);
  CHECK(find_stored_wheel(wheel, rig.cache)->has_value());
  FetchServices services = rig.services();
  services.refresh = true;
  REQUIRE(fetch_wheels(std::vector{wheel}, services));
  CHECK(rig.client.requests().size() == 2);
  services.refresh = false;
  services.offline = true;
  CHECK(fetch_wheels(std::vector{wheel}, services));
  const auto absent = fetch_wheels(std::vector{rig.remote(fetch_demo("other"))}, services);
  REQUIRE_FALSE(absent);
  CHECK(absent.error().kind == ErrorKind::network);
}

TEST_CASE("a changed local wheel is another wheel", "[fetch]") {
  Rig rig;
  const WheelToFetch wheel = rig.local(fetch_demo());
  const auto first = rig.fetch({wheel});
  REQUIRE(first);
  rig.local(fetch_demo().file("demo/more.py", "y = 2\n"));
  const auto second = rig.fetch({wheel});
  REQUIRE(second);
  CHECK((*first)[0].sha256 != (*second)[0].sha256);
}

TEST_CASE("bytes that are not the stated ones get no name", "[fetch]") {
  Rig rig;
  WheelToFetch wheel = rig.remote(fetch_demo());
  SECTION("sha256") {
    wheel.hashes[0].hex = std::string(64, '0');
    CHECK(rig.failure(wheel).code == ErrorCode::hash);
  }
  SECTION("a second hash") {
    wheel.hashes.push_back({DigestAlgorithm::sha512, std::string(128, '0')});
    CHECK(rig.failure(wheel).code == ErrorCode::hash);
  }
  SECTION("a short hash") {
    wheel.hashes[0].hex = "abcd";
    CHECK(rig.failure(wheel).code == ErrorCode::hash);
  }
  SECTION("md5 is no hash for a lock") {
    wheel.hashes = {{DigestAlgorithm::md5, std::string(32, '0')}};
    wheel.hash_required = true;
    CHECK(rig.failure(wheel).code == ErrorCode::hash);
  }
  SECTION("larger") {
    *wheel.size -= 1;
    CHECK(rig.failure(wheel).code == ErrorCode::size);
  }
  SECTION("smaller") {
    *wheel.size += 1;
    CHECK(rig.failure(wheel).code == ErrorCode::size);
  }
  SECTION("another wheel's name") {
    rig.client.serve(wheel.url, fetch_demo("other").bytes());
    wheel.hashes.clear();
    wheel.size.reset();
    CHECK(rig.failure(wheel).code == ErrorCode::wheel_meta);
  }
  SECTION("not a wheel") {
    rig.client.serve(wheel.url, "<html>sign in</html>");
    wheel.hashes.clear();
    wheel.size.reset();
    CHECK(rig.failure(wheel).code == ErrorCode::zip_structure);
  }
  CHECK(rig.stored() == 0);
  CHECK(snapshot(rig.place / "cache/partial-v1").empty());
}

TEST_CASE("stored bytes do not stand for another package", "[fetch]") {
  Rig rig;
  WheelToFetch wheel = rig.remote(fetch_demo());
  REQUIRE(rig.fetch({wheel}));
  wheel.wheel = *WheelFilename::parse("other-1.0-py3-none-any.whl");
  CHECK(rig.failure(wheel).code == ErrorCode::wheel_meta);
}

TEST_CASE("an error of the server is an error of the wheel", "[fetch]") {
  Rig rig;
  WheelToFetch wheel = rig.remote(fetch_demo());
  const auto [status, kind] = GENERATE(table<int, ErrorKind>(
      {{404, ErrorKind::network}, {403, ErrorKind::credentials}, {500, ErrorKind::network}}));
  rig.client.next({.status = status});
  const Error error = rig.failure(wheel);
  CHECK(error.kind == kind);
  CHECK(error.message == "could not download `demo-1.0-py3-none-any.whl`");
  CHECK(rig.stored() == 0);
}

TEST_CASE("a broken download goes on where it stopped", "[fetch]") {
  Rig rig;
  const WheelBuilder builder = fetch_demo().file("demo/noise", fetch_noise(2 << 20));
  WheelToFetch wheel = rig.remote(builder);
  const std::string url = Rig::url_of(builder);
  std::vector<std::string> expected{url};
  SECTION("with the entity tag") {
    rig.client.next({.break_after = 500'000});
    rig.client.next({.break_after = 300'000});
    expected = {url, url + " bytes=500000- if \"v1\"", url + " bytes=800000- if \"v1\""};
  }
  SECTION("by the hash alone, without a tag") {
    rig.client.next({.break_after = 500'000, .etag = ""});
    expected = {url, url + " bytes=500000-"};
  }
  SECTION("from the beginning, if the server ignores the range") {
    rig.client.next({.break_after = 500'000});
    rig.client.next({.ignore_range = true});
    expected = {url, url + " bytes=500000- if \"v1\""};
  }
  SECTION("from the beginning, if the file changed") {
    rig.client.next({.break_after = 500'000, .body = fetch_noise(1 << 20), .etag = "\"old\""});
    expected = {url, url + " bytes=500000- if \"old\""};
  }
  SECTION("from the beginning, if the range is another one") {
    rig.client.next({.break_after = 500'000});
    rig.client.next({.shift_range = 10});
    expected = {url, url + " bytes=500000- if \"v1\"", url};
  }
  SECTION("from the beginning after 416") {
    rig.client.next({.break_after = 500'000});
    rig.client.next({.status = 416});
    expected = {url, url + " bytes=500000- if \"v1\"", url};
  }
  const auto result = rig.fetch({wheel});
  if (!result) FAIL(result.error().message);
  CHECK(rig.client.requests() == expected);
  CHECK(read_text((*result)[0].tree / "demo/noise") == fetch_noise(2 << 20));
}

TEST_CASE("a download that keeps breaking ends, and a later run goes on", "[fetch]") {
  Rig rig;
  const WheelBuilder builder = fetch_demo().file("demo/noise", fetch_noise(2 << 20));
  const WheelToFetch wheel = rig.remote(builder);
  rig.client.next({.break_after = 600'000});
  for (int i = 0; i < 3; ++i) rig.client.next({.break_after = 0});
  const Error error = rig.failure(wheel);
  CHECK(error.kind == ErrorKind::network);
  CHECK(rig.client.requests().size() == 4);
  REQUIRE(rig.fetch({wheel}));
  CHECK(rig.client.requests().back() == Rig::url_of(builder) + " bytes=600000- if \"v1\"");
  CHECK(snapshot(rig.place / "cache/partial-v1").empty());
}

TEST_CASE("the cache holds no login", "[fetch]") {
  Rig rig;
  const WheelBuilder builder = fetch_demo().file("demo/noise", fetch_noise(2 << 20));
  WheelToFetch wheel = rig.remote(builder, false);
  wheel.index.clear();
  wheel.url = "https://user:canary@files.test/" + builder.filename();
  rig.client.next({.break_after = 600'000});
  for (int i = 0; i < 3; ++i) rig.client.next({.break_after = 0});
  const auto canary_is_kept = [&rig] {
    for (const auto& [path, contents] : snapshot(rig.place / "cache"))
      if (contents.find("canary") != std::string::npos) return true;
    return false;
  };
  CHECK(rig.failure(wheel).kind == ErrorKind::network);
  CHECK_FALSE(canary_is_kept());
  REQUIRE(rig.fetch({wheel}));
  CHECK_FALSE(canary_is_kept());
}

TEST_CASE("a partial file that was damaged is fetched anew", "[fetch]") {
  Rig rig;
  const WheelBuilder builder = fetch_demo().file("demo/noise", fetch_noise(2 << 20));
  const WheelToFetch wheel = rig.remote(builder);
  rig.client.next({.break_after = 600'000});
  for (int i = 0; i < 3; ++i) rig.client.next({.break_after = 0});
  rig.failure(wheel);
  for (const auto& entry : std::filesystem::directory_iterator(rig.place / "cache/partial-v1"))
    if (entry.path().extension() != ".from")
      std::fstream(entry.path(), std::ios::in | std::ios::out | std::ios::binary) << "damaged";
  CHECK(rig.fetch({wheel}));
}

TEST_CASE("a damaged store entry is fetched again", "[fetch]") {
  Rig rig;
  const WheelToFetch wheel = rig.remote(fetch_demo());
  const auto stored = rig.fetch({wheel});
  REQUIRE(stored);
  const auto tree = (*stored)[0].tree;
  SECTION("cut file") {
    std::filesystem::permissions(tree / "demo/data.txt", std::filesystem::perms::owner_all);
    std::filesystem::resize_file(tree / "demo/data.txt", 10);
  }
  SECTION("missing file") { std::filesystem::remove(tree / "demo/__init__.py"); }
  SECTION("other bytes of the same size") {
    std::ofstream(tree / "demo/data.txt") << std::string(100'000, 'b');
  }
  SECTION("other bytes, with the old time") {
    const auto time = std::filesystem::last_write_time(tree / "demo/data.txt");
    std::ofstream(tree / "demo/data.txt") << std::string(100'000, 'b');
    std::filesystem::last_write_time(tree / "demo/data.txt", time);
  }
  SECTION("missing manifest") { std::filesystem::remove(tree.parent_path() / "manifest"); }
  SECTION("damaged manifest") {
    std::filesystem::permissions(tree.parent_path() / "manifest",
                                 std::filesystem::perms::owner_all);
    std::ofstream(tree.parent_path() / "manifest") << "nonsense";
  }
  CHECK_FALSE(find_stored_wheel(wheel, rig.cache)->has_value());
  const auto again = rig.fetch({wheel});
  REQUIRE(again);
  CHECK(rig.client.requests().size() == 2);
  CHECK(read_text((*again)[0].tree / "demo/data.txt") == std::string(100'000, 'a'));
}

TEST_CASE("a store that was copied is believed after its bytes were read", "[fetch]") {
  Rig rig;
  const WheelToFetch wheel = rig.remote(fetch_demo());
  const auto stored = rig.fetch({wheel});
  REQUIRE(stored);
  const auto entry = (*stored)[0].tree.parent_path();
  const auto copy = entry.parent_path() / "copy";
  std::filesystem::copy(entry, copy, std::filesystem::copy_options::recursive);
  std::filesystem::remove_all(entry);
  std::filesystem::rename(copy, entry);
  const std::string before = read_text(entry / "manifest");
  REQUIRE(find_stored_wheel(wheel, rig.cache)->has_value());
  const std::string learned = read_text(entry / "manifest");
  CHECK(learned != before);
  REQUIRE(find_stored_wheel(wheel, rig.cache)->has_value());
  CHECK(read_text(entry / "manifest") == learned);
  CHECK(rig.client.requests().size() == 1);
}

TEST_CASE("an observer's error ends the fetch", "[fetch]") {
  Rig rig;
  const auto refuse = [](std::size_t, const StoredWheel&) -> Result<void> {
    return fail(ErrorKind::environment, "no");
  };
  const auto result = rig.fetch({rig.remote(fetch_demo())}, refuse);
  REQUIRE_FALSE(result);
  CHECK(result.error().message == "no");
}

TEST_CASE("of several bad wheels the first is named", "[fetch]") {
  Rig rig;
  std::vector<WheelToFetch> wheels;
  for (const char* name : {"a", "b", "c"})
    wheels.push_back(rig.local(
        fetch_demo(name).edit_archive([](ArchiveSpec& archive) { archive.suffix = "x"; })));
  const auto result = rig.fetch(wheels);
  REQUIRE_FALSE(result);
  CHECK(result.error().code == ErrorCode::zip_structure);
  CHECK(rig.stored() == 0);
}

TEST_CASE("a full disk is an error, and no entry", "[fetch]") {
  // The kernel refuses files above this size, as it does when there is no room for them.
  Rig rig;
  const WheelToFetch wheel = rig.local(fetch_demo().file("demo/zeros", std::string(3 << 20, '\0')));
  struct sigaction ignored{}, old{};
  ignored.sa_handler = SIG_IGN;
  ::sigaction(SIGXFSZ, &ignored, &old);
  rlimit limit{};
  ::getrlimit(RLIMIT_FSIZE, &limit);
  rlimit small = limit;
  small.rlim_cur = 1 << 20;
  ::setrlimit(RLIMIT_FSIZE, &small);
  const auto result = rig.fetch({wheel});
  ::setrlimit(RLIMIT_FSIZE, &limit);
  ::sigaction(SIGXFSZ, &old, nullptr);
  REQUIRE_FALSE(result);
  CHECK(result.error().kind == ErrorKind::io);
  CHECK(rig.stored() == 0);
  CHECK(rig.fetch({wheel}));
}

TEST_CASE("METADATA is read from a local wheel", "[fetch]") {
  const TempTree place;
  const auto path = fetch_demo().requires_dist("numpy>=1").write_to(place.path());
  CHECK(read_wheel_metadata(path) == fetch_demo().requires_dist("numpy>=1").metadata_text());
  CHECK(read_wheel_metadata(place.write("demo.whl", "x")).error().code == ErrorCode::wheel_name);
  CHECK(read_wheel_metadata(place / "none-1.0-py3-none-any.whl").error().kind ==
        ErrorKind::not_found);
}

}  // namespace axle::test
