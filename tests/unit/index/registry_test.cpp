// SPDX-License-Identifier: MIT
#include "axle/index/registry.hpp"

#include <fmt/format.h>

#include "base/file.hpp"
#include "index_world.hpp"
#include "support/catch.hpp"

namespace axle {
namespace {

using namespace test;
using RegistryLines = std::vector<std::string>;
using Reason = IndexAbsence::Reason;

const std::string one_file =
    json_of({json_file("torch-1.0-py3-none-any.whl", "torch-1.0-py3-none-any.whl")});

std::shared_ptr<const PackageListing> list(HttpRegistry& registry, std::string_view name,
                                           const std::optional<IndexUrl>& pin = std::nullopt) {
  const auto listing = registry.listing(package(name), pin);
  INFO((listing ? std::string() : listing.error().message));
  REQUIRE(listing);
  return *listing;
}

std::optional<ErrorCode> error_of(HttpRegistry& registry, std::string_view name = "torch") {
  const auto listing = registry.listing(package(name));
  if (listing) return std::nullopt;
  const Error* error = &listing.error();
  while (error->cause) error = error->cause.get();
  return error->code;
}

std::string first_url(const PackageListing& listing) {
  return listing.pages.at(0)->files(0).wheels.at(0).url;
}

TEST_CASE("a page is asked for by normalized name, JSON preferred", "[registry]") {
  IndexWorld world;
  world.add_index("/simple/");
  world.server.serve("/simple/typing-extensions/",
                     json_page(json_of({json_file("typing_extensions-4.0-py3-none-any.whl",
                                                  "../../p/t%2B.whl")})));
  const auto listing = list(*world.registry(), "Typing_Extensions");
  REQUIRE(listing->pages.size() == 1);
  CHECK(first_url(*listing) == world.server.url("/p/t%2B.whl"));
  REQUIRE(world.server.requests().size() == 1);
  CHECK(world.server.requests()[0].header("accept") ==
        "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, "
        "text/html;q=0.01");
}

TEST_CASE("first-index stops at the first index that has the package", "[registry]") {
  IndexWorld world;
  for (const auto* path : {"/a", "/b", "/c"}) world.add_index(path);
  world.server.serve("/b/torch/", json_page(one_file));
  world.server.serve("/c/torch/", json_page(one_file));
  const auto listing = list(*world.registry(), "torch");
  REQUIRE(listing->pages.size() == 1);
  CHECK(listing->pages[0]->index().text() == world.server.url("/b"));
  CHECK(world.server.request_lines() == RegistryLines{"GET /a/torch/", "GET /b/torch/"});
  REQUIRE(listing->absences.size() == 1);
  CHECK(listing->absences[0].reason == Reason::not_found);
  CHECK(listing->absences[0].status == 404);
  CHECK(listing->absences[0].url == world.server.url("/a/torch/"));
}

TEST_CASE("an index that has an empty page has the package", "[registry]") {
  IndexWorld world;
  world.add_index("/a");
  world.add_index("/b");
  world.server.serve("/a/torch/", json_page(json_of({})));
  const auto listing = list(*world.registry(), "torch");
  REQUIRE(listing->pages.size() == 1);
  CHECK(listing->pages[0]->versions().empty());
  CHECK(world.server.count("/b/torch/") == 0);
}

TEST_CASE("a package that is nowhere is no error", "[registry]") {
  IndexWorld world;
  world.add_index("/a");
  const auto listing = list(*world.registry(), "torch");
  CHECK_FALSE(listing->is_found());
  CHECK_FALSE(listing->no_index);
  CHECK(listing->absences.size() == 1);
}

TEST_CASE("a refused login ends the search, and is remembered", "[registry]") {
  IndexWorld world;
  world.add_index("/a");
  world.add_index("/b");
  const int status = GENERATE(401, 403);
  world.server.serve("/a/torch/", FakeResponse{.status = status});
  world.server.serve("/b/torch/", json_page(one_file));
  const auto listing = list(*world.registry(), "torch");
  CHECK_FALSE(listing->is_found());
  REQUIRE(listing->absences.size() == 1);
  CHECK(listing->absences[0].reason == (status == 401 ? Reason::unauthorized : Reason::forbidden));
  CHECK(world.server.count("/b/torch/") == 0);
}

TEST_CASE("ignored statuses mean: not here", "[registry]") {
  IndexWorld world;
  const int status = GENERATE(401, 403, 500);
  world.add_index("/a").ignored_status_codes = std::vector<std::uint16_t>{401, 403, 500};
  world.add_index("/b");
  world.server.serve("/a/torch/", FakeResponse{.status = status});
  world.server.serve("/b/torch/", json_page(one_file));
  CHECK(list(*world.registry(), "torch")->pages.size() == 1);
}

TEST_CASE("other statuses are errors, and no reason to look elsewhere", "[registry]") {
  IndexWorld world;
  world.add_index("/a");
  world.add_index("/b");
  const int status = GENERATE(400, 407, 410, 500, 503);
  world.server.serve("/a/torch/", FakeResponse{.status = status});
  world.server.serve("/b/torch/", json_page(one_file));
  CAPTURE(status);
  auto registry = world.registry();
  const ErrorCode code =
      status == 407 ? ErrorCode::auth : ErrorCode::http;  // a proxy asks for a login
  CHECK(error_of(*registry) == code);
  CHECK(error_of(*registry) == code);
  CHECK(world.server.count("/b/torch/") == 0);
}

TEST_CASE("unsafe strategies ask all, and keep the order", "[registry]") {
  IndexWorld world;
  world.indexes.strategy =
      GENERATE(IndexStrategy::unsafe_first_match, IndexStrategy::unsafe_best_match);
  for (const auto* path : {"/a", "/b", "/c", "/d"}) world.add_index(path);
  FakeResponse slow = json_page(one_file);
  slow.fault.delay = std::chrono::milliseconds(50);
  world.server.serve("/a/torch/", slow);
  world.server.serve("/b/torch/", FakeResponse{.status = 403});
  world.server.serve("/d/torch/", json_page(one_file));
  const auto listing = list(*world.registry(), "torch");
  REQUIRE(listing->pages.size() == 2);
  CHECK(listing->pages[0]->index().text() == world.server.url("/a"));
  CHECK(listing->pages[1]->index().text() == world.server.url("/d"));
  CHECK(listing->absences.size() == 2);
}

TEST_CASE("a pinned package is looked up in its index only", "[registry]") {
  IndexWorld world;
  world.add_index("/a");
  world.add_index("/x").is_explicit = true;
  world.tree.write("links/torch-9.0-py3-none-any.whl", "");
  world.indexes.find_links.push_back(IndexUrl::parse((world.tree / "links").string(), "/").value());
  world.server.serve("/a/torch/", json_page(one_file));
  auto registry = world.registry();
  const auto pinned = list(*registry, "torch", world.index_url("/x"));
  CHECK_FALSE(pinned->is_found());
  CHECK(world.server.request_lines() == RegistryLines{"GET /x/torch/"});
  const auto free = list(*registry, "torch");
  CHECK(free->pages.size() == 1);
  CHECK(free->find_links.size() == 1);
}

TEST_CASE("no-index asks nobody", "[registry]") {
  IndexWorld world;
  world.add_index("/a");
  world.indexes.no_index = true;
  world.tree.write("links/torch-9.0-py3-none-any.whl", "");
  world.indexes.find_links.push_back(IndexUrl::parse((world.tree / "links").string(), "/").value());
  auto registry = world.registry();
  const auto listing = list(*registry, "torch");
  CHECK(listing->no_index);
  CHECK(listing->pages.empty());
  CHECK(listing->find_links.size() == 1);
  CHECK_FALSE(list(*registry, "torch", world.index_url("/a"))->is_found());
  CHECK(world.server.requests().empty());
}

TEST_CASE("a fresh page is not asked for again, a stale one on condition", "[registry]") {
  IndexWorld world;
  world.add_index("/a");
  world.server.serve("/a/torch/", json_page(one_file));
  const std::string url = first_url(*list(*world.registry(), "torch"));
  CHECK(world.server.requests().size() == 1);

  auto second = world.registry();
  second->prefetch(package("torch"));
  CHECK(first_url(*list(*second, "torch")) == url);
  CHECK(world.server.requests().size() == 1);

  world.clock.time += std::chrono::minutes(11);
  CHECK(first_url(*list(*world.registry(), "torch")) == url);
  REQUIRE(world.server.requests().size() == 2);
  CHECK_FALSE(world.server.requests()[1].header("if-none-match").empty());

  // The 304 made it fresh again.
  CHECK(first_url(*list(*world.registry(), "torch")) == url);
  CHECK(world.server.requests().size() == 2);

  world.options.refresh_packages.insert(package("torch"));
  CHECK(first_url(*list(*world.registry(), "torch")) == url);
  CHECK(world.server.requests().size() == 3);
}

TEST_CASE("cache-control of the index replaces the server's", "[registry]") {
  IndexWorld world;
  world.add_index("/a").cache_control_api = "max-age=60";
  world.server.serve("/a/torch/", json_page(one_file));
  list(*world.registry(), "torch");
  world.clock.time += std::chrono::seconds(61);
  list(*world.registry(), "torch");
  CHECK(world.server.requests().size() == 2);
}

TEST_CASE("offline there is what was cached, however old", "[registry]") {
  IndexWorld world;
  world.add_index("/a");
  world.server.serve("/a/torch/", json_page(one_file));
  list(*world.registry(), "torch");
  world.clock.time += std::chrono::hours(10'000);
  world.options.offline = true;
  auto registry = world.registry();
  CHECK(list(*registry, "torch")->pages.size() == 1);
  const auto other = list(*registry, "numpy");
  CHECK_FALSE(other->is_found());
  REQUIRE(other->absences.size() == 1);
  CHECK(other->absences[0].reason == Reason::offline);
  CHECK(world.server.requests().size() == 1);
}

TEST_CASE("a damaged or foreign cache entry is fetched anew", "[registry]") {
  IndexWorld world;
  world.add_index("/a");
  world.server.serve("/a/torch/", json_page(one_file));
  list(*world.registry(), "torch");
  std::vector<std::filesystem::path> entries;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(world.cache.root()))
    if (entry.path().filename() == "torch.page") entries.push_back(entry.path());
  REQUIRE(entries.size() == 1);
  SECTION("bytes changed") {
    std::string bytes = read_file(entries[0]).value();
    bytes.back() = static_cast<char>(~bytes.back());
    REQUIRE(write_file_atomically(entries[0], bytes));
  }
  SECTION("cut") {
    const std::string bytes = read_file(entries[0]).value();
    REQUIRE(write_file_atomically(entries[0], bytes.substr(0, bytes.size() / 2)));
  }
  SECTION("whole, but not a packed page") {
    Response response;
    response.status = 200;
    response.final_url = Url::parse(world.server.url("/a/torch/")).value();
    response.headers.add("Cache-Control", "max-age=600");
    world.http_cache.store(entries[0], world.server.url("/a/torch/"), response, "something else",
                           {});
  }
  CHECK(list(*world.registry(), "torch")->pages.size() == 1);
  CHECK(world.server.requests().size() == 2);
  CHECK(list(*world.registry(), "torch")->pages.size() == 1);
  CHECK(world.server.requests().size() == 2);
}

TEST_CASE("what is no page of an index is an error", "[registry]") {
  IndexWorld world;
  world.add_index("/a");
  const auto typed = [](std::string type, std::string body) {
    FakeResponse response{.body = std::move(body)};
    if (!type.empty()) response.headers.emplace_back("Content-Type", std::move(type));
    return response;
  };
  FakeResponse response;
  SECTION("no content type") { response = typed("", one_file); }
  SECTION("another content type") { response = typed("application/json", one_file); }
  SECTION("broken JSON") { response = json_page("{\"files\":["); }
  SECTION("a page to sign in") {
    response = html_page("<html><form><input type=password></form></html>");
  }
  SECTION("plain text called HTML") { response = html_page("ok"); }
  SECTION("a status without body") { response.status = 204; }
  world.server.serve("/a/torch/", response);
  CHECK(error_of(*world.registry()) == ErrorCode::index_format);
  // Nothing of it stays.
  world.server.serve("/a/torch/", json_page(one_file));
  CHECK(list(*world.registry(), "torch")->pages.size() == 1);
}

TEST_CASE("a page without end is cut off", "[registry]") {
  IndexWorld world;
  world.add_index("/a");
  FakeResponse endless = html_page(std::string(1 << 20, ' '));
  endless.fault.endless = true;
  world.server.serve("/a/torch/", endless);
  CHECK(error_of(*world.registry()) == ErrorCode::index_limit);
}

TEST_CASE("pages may be compressed", "[registry]") {
  IndexWorld world;
  world.add_index("/a");
  FakeResponse page = json_page(one_file);
  page.gzip = true;
  world.server.serve("/a/torch/", page);
  CHECK(list(*world.registry(), "torch")->pages.size() == 1);
}

TEST_CASE("links belong to where the page came from in the end", "[registry]") {
  IndexWorld world;
  world.add_index("/a");
  world.server.serve("/a/torch/", redirect_to("/mirror/deep/torch/"));
  world.server.serve("/mirror/deep/torch/", html_page("<a href=torch-1.0-py3-none-any.whl>"));
  const std::string url = world.server.url("/mirror/deep/torch/torch-1.0-py3-none-any.whl");
  CHECK(first_url(*list(*world.registry(), "torch")) == url);
  CHECK(first_url(*list(*world.registry(), "torch")) == url);
}

TEST_CASE("the login in an index URL is used for its pages", "[registry]") {
  IndexWorld world;
  world.server.require_login("/a/", "user:secret");
  world.server.serve("/a/torch/", json_page(one_file));
  world.indexes.definitions.push_back(IndexDefinition{
      .name = {},
      .url = IndexUrl::parse(world.server.url_with_login("user:secret", "/a"), "/").value()});
  const auto listing = list(*world.registry(), "torch");
  REQUIRE(listing->pages.size() == 1);
  CHECK(first_url(*listing).find("secret") == std::string::npos);
}

TEST_CASE("a local directory is an index", "[registry]") {
  IndexWorld world;
  world.tree.write("index/torch/index.html",
                   "<a href='../files/torch-1.0%2Bcpu-py3-none-any.whl'>");
  world.indexes.definitions.push_back(
      IndexDefinition{.name = {}, .url = IndexUrl::parse("index", world.tree.path()).value()});
  auto registry = world.registry();
  const auto listing = list(*registry, "torch");
  REQUIRE(listing->pages.size() == 1);
  const auto& file = listing->pages[0]->files(0).wheels.at(0);
  CHECK(file.local_path == world.tree / "index/files/torch-1.0+cpu-py3-none-any.whl");
  CHECK_FALSE(list(*registry, "numpy")->is_found());
  CHECK(world.server.requests().empty());
}

TEST_CASE("find-links: directories and pages, beside every index", "[registry]") {
  IndexWorld world;
  world.add_index("/a");
  world.tree.write("links/torch-2.0-py3-none-any.whl", "");
  world.tree.write("links/torch-2.0.tar.gz", "");
  world.tree.write("links/notes.txt", "");
  world.tree.write("links/deeper/torch-3.0-py3-none-any.whl", "");
  world.tree.write(
      "page.html",
      "<a href='links/torch-4.0-py3-none-any.whl'><a href=https://h/numpy-1.0-py3-none-any.whl>");
  world.server.serve(
      "/links.html",
      html_page("<a href=torch-5.0-py3-none-any.whl><a href=file:///torch-6.0-py3-none-any.whl>"));
  for (const std::string& place :
       {(world.tree / "links").string(), (world.tree / "page.html").string()})
    world.indexes.find_links.push_back(IndexUrl::parse(place, "/").value());
  world.indexes.find_links.push_back(world.index_url("/links.html"));

  auto registry = world.registry();
  registry->prefetch(package("torch"));
  const auto listing = list(*registry, "torch");
  CHECK(listing->pages.empty());
  REQUIRE(listing->find_links.size() == 3);
  REQUIRE(listing->find_links[0]->versions().size() == 1);
  CHECK(listing->find_links[0]->is_flat());
  const auto& files = listing->find_links[0]->files(0);
  CHECK(files.sdists.size() == 1);
  CHECK(files.wheels.at(0).local_path == world.tree / "links/torch-2.0-py3-none-any.whl");
  CHECK(files.wheels.at(0).is_flat);
  CHECK(listing->find_links[1]->files(0).wheels.at(0).local_path ==
        world.tree / "links/torch-4.0-py3-none-any.whl");
  REQUIRE(listing->find_links[2]->versions().size() == 1);
  CHECK(listing->find_links[2]->files(0).wheels.at(0).url ==
        world.server.url("/torch-5.0-py3-none-any.whl"));
  CHECK(list(*registry, "numpy")->find_links.size() == 1);
  CHECK(world.server.count("/links.html") == 1);
}

TEST_CASE("a find-links place that is not there is an error", "[registry]") {
  IndexWorld world;
  SECTION("local") {
    world.indexes.find_links.push_back(IndexUrl::parse((world.tree / "no").string(), "/").value());
  }
  SECTION("remote") { world.indexes.find_links.push_back(world.index_url("/no.html")); }
  CHECK_FALSE(world.registry()->listing(package("torch")));
}

TEST_CASE("a flat index has its place among the others", "[registry]") {
  IndexWorld world;
  world.add_index("/flat.html").format = IndexFormat::flat;
  world.add_index("/b");
  world.server.serve("/flat.html", html_page("<a href=torch-5.0-py3-none-any.whl>"));
  world.server.serve("/b/torch/", json_page(one_file));
  world.server.serve("/b/numpy/", json_page(json_of({json_file("numpy-1.0.tar.gz", "n")})));
  auto registry = world.registry();
  const auto torch = list(*registry, "torch");
  REQUIRE(torch->pages.size() == 1);
  CHECK(torch->pages[0]->is_flat());
  CHECK(torch->find_links.empty());
  CHECK(world.server.count("/b/torch/") == 0);
  const auto numpy = list(*registry, "numpy");
  REQUIRE(numpy->pages.size() == 1);
  CHECK_FALSE(numpy->pages[0]->is_flat());
}

TEST_CASE("many packages at once, each asked for once", "[registry]") {
  IndexWorld world;
  world.add_index("/a");
  world.add_index("/b");
  for (int i = 0; i < 60; ++i)
    world.server.serve(fmt::format("/b/p{}/", i),
                       json_page(json_of({json_file(fmt::format("p{}-1.0.tar.gz", i), "x")})));
  auto registry = world.registry();
  for (int i = 0; i < 60; ++i) registry->prefetch(package(fmt::format("p{}", i)));
  for (int i = 0; i < 60; ++i) CHECK(list(*registry, fmt::format("p{}", i))->pages.size() == 1);
  CHECK(world.server.requests().size() == 120);
}

TEST_CASE("a registry that goes does not wait for answers that nobody needs", "[registry]") {
  IndexWorld world;
  world.add_index("/a");
  FakeResponse stalled = json_page(one_file);
  stalled.fault.stall_after = 0;
  world.server.serve("/a/torch/", stalled);
  const auto start = std::chrono::steady_clock::now();
  {
    auto registry = world.registry();
    registry->prefetch(package("torch"));
  }
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}

}  // namespace
}  // namespace axle
