// SPDX-License-Identifier: MIT
#include "index/metadata_source.hpp"

#include "archive/remote_zip.hpp"
#include "base/sha256.hpp"
#include "index_world.hpp"
#include "support/catch.hpp"
#include "support/zip_maker.hpp"

namespace axle {
namespace {

using namespace test;
using Lines = std::vector<std::string>;

constexpr std::string_view wheel_name = "torch-1.0+cpu-py3-none-any.whl";
constexpr std::string_view wheel_path = "/files/torch-1.0%2Bcpu-py3-none-any.whl";
const std::string metadata_path = std::string(wheel_path) + ".metadata";

/// A world with one index, on which torch has one file.
struct MetadataWorld : IndexWorld {
  MetadataWorld() { add_index("/simple"); }

  void offer(std::string_view filename, std::string_view url, std::string_view more = {}) {
    server.serve("/simple/torch/", json_page(json_of({json_file(filename, url, more)})));
  }
  void offer_wheel(std::string_view more = {}) { offer(wheel_name, wheel_path, more); }
  // Without hash nothing is kept longer than the server says, which is "ask again".
  void serve_wheel(std::string bytes) {
    server.serve_file(std::string(wheel_path), std::move(bytes));
  }

  DistributionFile file(HttpRegistry& registry) {
    const auto listing = registry.listing(package("torch")).value();
    server.forget_requests();
    const VersionFiles& files = listing->pages.at(0)->files(0);
    return files.wheels.empty() ? files.sdists.at(0) : files.wheels.at(0);
  }

  Result<std::shared_ptr<const CoreMetadata>> get() {
    auto registry_now = registry();
    return registry_now->metadata(file(*registry_now));
  }

  std::optional<ErrorCode> error() {
    const auto metadata = get();
    if (metadata) return std::nullopt;
    const Error* error = &metadata.error();
    while (error->cause) error = error->cause.get();
    return error->code;
  }

  Lines ranges() const {
    Lines lines;
    for (const FakeRequest& request : server.requests()) lines.push_back(request.header("range"));
    return lines;
  }
};

const std::string wheel_hash = R"("hashes":{"sha256":")" + std::string(64, 'a') + R"("})";
const std::string torch_metadata = metadata_text("torch", "1.0+cpu", "Requires-Dist: numpy\n");

TEST_CASE("the index's metadata file is one small request, once for ever", "[metadata]") {
  MetadataWorld world;
  world.offer_wheel(wheel_hash + R"(,"core-metadata":{"sha256":")" + sha256_hex(torch_metadata) +
                    "\"}");
  world.server.serve(metadata_path, FakeResponse{.body = torch_metadata});
  const auto metadata = world.get();
  REQUIRE(metadata);
  CHECK((*metadata)->requires_dist.size() == 1);
  CHECK(world.server.request_lines() == Lines{"GET " + metadata_path});

  world.clock.time += std::chrono::hours(24 * 365);
  REQUIRE(world.get());
  CHECK(world.server.requests().empty());

  world.options.offline = true;
  REQUIRE(world.get());
}

TEST_CASE("the digest of the metadata alone is enough to keep it", "[metadata]") {
  MetadataWorld world;
  world.offer_wheel(R"("core-metadata":{"sha256":")" + sha256_hex(torch_metadata) + "\"}");
  world.server.serve(metadata_path, FakeResponse{.body = torch_metadata});
  REQUIRE(world.get());
  REQUIRE(world.get());
  CHECK(world.server.requests().empty());
}

TEST_CASE("metadata whose digest is not the stated one is refused", "[metadata]") {
  MetadataWorld world;
  world.offer_wheel(R"("core-metadata":{"sha256":")" + std::string(64, 'b') + "\"}");
  world.server.serve(metadata_path, FakeResponse{.body = torch_metadata});
  world.serve_wheel(make_wheel("torch", "1.0+cpu"));
  CHECK(world.error() == ErrorCode::hash);
  CHECK(world.server.count(wheel_path) == 0);
}

TEST_CASE("an offered metadata file that is not there is looked for in the wheel", "[metadata]") {
  MetadataWorld world;
  world.offer_wheel(R"("core-metadata":true)");
  world.serve_wheel(make_wheel("torch", "1.0+cpu"));
  CHECK(world.get());
  CHECK(world.server.requests().size() == 2);
}

TEST_CASE("metadata has to be that of the file", "[metadata]") {
  MetadataWorld world;
  world.offer_wheel(R"("core-metadata":true)");
  const auto with = [&](std::string text) {
    world.server.serve(metadata_path, FakeResponse{.body = std::move(text)});
    return world.error();
  };
  CHECK(with(metadata_text("Torch", "1.0+cpu")) == std::nullopt);
  CHECK(with(metadata_text("torch", "1.0")) == std::nullopt);
  CHECK(with(metadata_text("torch", "1.0.0")) == std::nullopt);
  CHECK(with(metadata_text("torch", "1.0+cu118")) == ErrorCode::wheel_meta);
  CHECK(with(metadata_text("torch", "1.1")) == ErrorCode::wheel_meta);
  CHECK(with(metadata_text("numpy", "1.0+cpu")) == ErrorCode::wheel_name);
  CHECK(with("<html>") == ErrorCode::wheel_meta);
}

TEST_CASE("a wheel of another size than the page states is refused", "[metadata]") {
  MetadataWorld world;
  const auto wheel = make_wheel("torch", "1.0+cpu");
  world.serve_wheel(wheel);
  world.offer_wheel(R"("size":7)");
  CHECK(world.error() == ErrorCode::index_limit);
}

TEST_CASE("of a wheel the tail is read, then what is missing", "[metadata]") {
  MetadataWorld world;
  world.offer_wheel();
  SECTION("a short directory: one request of 16 KiB") {
    world.serve_wheel(make_wheel("torch", "1.0+cpu", 5'000'000));
    REQUIRE(world.get());
    CHECK(world.ranges() == Lines{"bytes=-16384"});
  }
  SECTION("a long directory: exactly its rest, then the member") {
    const std::string wheel = make_wheel("torch", "1.0+cpu", 5'000'000, 3000);
    world.serve_wheel(wheel);
    REQUIRE(world.get());
    const auto ranges = world.ranges();
    REQUIRE(ranges.size() == 3);
    CHECK(ranges[0] == "bytes=-16384");
    CHECK(ranges[1].ends_with("-" + std::to_string(wheel.size() - 16384 - 1)));
    CHECK(world.server.requests()[1].header("if-range") != "");
  }
  SECTION("a wheel smaller than the tail") {
    world.serve_wheel(make_wheel("torch", "1.0+cpu"));
    REQUIRE(world.get());
    CHECK(world.ranges() == Lines{"bytes=-16384"});
  }
}

TEST_CASE("a server without ranges sends the whole wheel, and is not tried again", "[metadata]") {
  MetadataWorld world;
  world.server.serve("/simple/torch/",
                     json_page(json_of({json_file("torch-1.0-py3-none-any.whl", "/1.whl"),
                                        json_file("torch-2.0-py3-none-any.whl", "/2.whl")})));
  world.server.serve("/1.whl", FakeResponse{.body = make_wheel("torch", "1.0", 300'000)});
  world.server.serve("/2.whl", FakeResponse{.body = make_wheel("torch", "2.0", 300'000)});
  auto registry = world.registry();
  const auto listing = registry->listing(package("torch")).value();
  world.server.forget_requests();
  REQUIRE(registry->metadata(listing->pages.at(0)->files(0).wheels.at(0)));
  REQUIRE(registry->metadata(listing->pages.at(0)->files(1).wheels.at(0)));
  CHECK(world.server.request_lines() == Lines{"GET /1.whl", "GET /2.whl"});
  CHECK(world.ranges() == Lines{"bytes=-16384", ""});
  // What was on the disk meanwhile is gone.
  for (const auto& entry : std::filesystem::recursive_directory_iterator(world.cache.root()))
    if (entry.is_regular_file()) CHECK(entry.file_size() < 100'000);
}

TEST_CASE("a server that refuses ranges is asked for the whole wheel", "[metadata]") {
  MetadataWorld world;
  world.offer_wheel();
  const int status = GENERATE(400, 403, 405, 416, 501);
  const std::string wheel = make_wheel("torch", "1.0+cpu");
  world.server.serve(std::string(wheel_path), [=](const FakeRequest& request) {
    return request.header("range").empty() ? FakeResponse{.body = wheel}
                                           : FakeResponse{.status = status};
  });
  CHECK(world.get());
}

TEST_CASE("a server that sends neither a range nor the whole wheel is an error", "[metadata]") {
  MetadataWorld world;
  world.offer_wheel();
  world.server.serve(std::string(wheel_path), FakeResponse{.status = 204});
  CHECK(world.error() == ErrorCode::no_ranges);
}

TEST_CASE("ranges that do not fit together are not trusted", "[metadata]") {
  MetadataWorld world;
  world.offer_wheel();
  const std::string wheel = make_wheel("torch", "1.0+cpu", 100'000, 3000);
  std::string content_range;
  SECTION("another total") { content_range = "bytes 0-1/999999999"; }
  SECTION("another place") { content_range = "bytes 0-1/" + std::to_string(wheel.size()); }
  SECTION("nonsense") { content_range = "lines 1-2/3"; }
  int asked = 0;
  world.server.serve(std::string(wheel_path), [&, content_range](const FakeRequest& request) {
    if (request.header("range").empty()) return FakeResponse{.body = wheel};
    FakeResponse response{.body = wheel, .ranges = true};
    if (asked++ == 0) return response;
    return FakeResponse{.status = 206, .body = wheel.substr(0, 2)}.with("Content-Range",
                                                                        content_range);
  });
  CHECK(world.get());
  CHECK(world.ranges().back() == "");
}

TEST_CASE("a wheel that changes between two reads is read as a whole", "[metadata]") {
  MetadataWorld world;
  world.offer_wheel();
  const std::string wheel = make_wheel("torch", "1.0+cpu", 100'000, 3000);
  int asked = 0;
  world.server.serve(std::string(wheel_path), [&](const FakeRequest&) {
    return FakeResponse{.body = wheel, .ranges = true}.with("ETag",
                                                            "\"" + std::to_string(asked++) + "\"");
  });
  CHECK(world.get());
}

TEST_CASE("wheels that are not there, or no wheels", "[metadata]") {
  MetadataWorld world;
  world.offer_wheel();
  CHECK(world.error() == ErrorCode::http);
  world.serve_wheel("this is not a wheel");
  CHECK(world.error() == ErrorCode::zip_structure);
  world.serve_wheel(make_wheel("numpy", "1.0+cpu"));
  CHECK(world.error() == ErrorCode::wheel_meta);
}

TEST_CASE("without a hash, metadata is kept as long as the server says", "[metadata]") {
  MetadataWorld world;
  world.offer_wheel();
  world.serve_wheel(make_wheel("torch", "1.0+cpu"));
  REQUIRE(world.get());
  REQUIRE(world.get());
  CHECK(world.server.requests().size() == 1);  // max-age=0: asked again
  world.indexes.definitions.back().cache_control_files = "max-age=1000";
  REQUIRE(world.get());
  REQUIRE(world.get());
  CHECK(world.server.requests().empty());
}

TEST_CASE("offline, metadata that is not cached is an error", "[metadata]") {
  MetadataWorld world;
  world.offer_wheel();
  REQUIRE(world.registry()->listing(package("torch")));
  world.options.offline = true;
  CHECK(world.error() == ErrorCode::offline);
}

TEST_CASE("a local wheel is read in place", "[metadata]") {
  MetadataWorld world;
  world.tree.write("links/torch-7.0-py3-none-any.whl", make_wheel("torch", "7.0"));
  world.indexes.find_links.push_back(IndexUrl::parse((world.tree / "links").string(), "/").value());
  auto registry = world.registry();
  const auto listing = registry->listing(package("torch")).value();
  world.server.forget_requests();
  const auto metadata = registry->metadata(listing->find_links.at(0)->files(0).wheels.at(0));
  REQUIRE(metadata);
  CHECK((*metadata)->version.to_string() == "7.0");
  CHECK(world.server.requests().empty());
}

TEST_CASE("prefetched metadata is asked for once", "[metadata]") {
  MetadataWorld world;
  world.offer_wheel();
  world.serve_wheel(make_wheel("torch", "1.0+cpu"));
  auto registry = world.registry();
  const DistributionFile file = world.file(*registry);
  registry->prefetch_metadata(file);
  registry->prefetch_metadata(file);
  const auto first = registry->metadata(file);
  const auto second = registry->metadata(file);
  REQUIRE(first);
  CHECK(first->get() == second->get());
  CHECK(world.server.requests().size() == 1);
}

TEST_CASE("sdists: static metadata is read, other needs a build", "[metadata]") {
  MetadataWorld world;
  world.offer("torch-1.0.tar.gz", "/torch-1.0.tar.gz", wheel_hash);
  const auto with = [&](const std::string& info) {
    world.server.serve("/torch-1.0.tar.gz",
                       FakeResponse{.body = make_tar_gz({{"torch-1.0/PKG-INFO", info}})});
    return world.error();
  };
  CHECK(with("Metadata-Version: 2.1\nName: torch\nVersion: 1.0\n") == ErrorCode::metadata_dynamic);
  CHECK(with("Metadata-Version: 2.2\nName: torch\nVersion: 1.0\nDynamic: Requires-Dist\n") ==
        ErrorCode::metadata_dynamic);
  CHECK(with("Metadata-Version: 2.2\nName: torch\nVersion: 1.0\nDynamic: Summary\n") ==
        std::nullopt);
  CHECK(world.error() == std::nullopt);
  CHECK(world.server.requests().empty());
}

}  // namespace
}  // namespace axle
