// SPDX-License-Identifier: MIT
#include <csignal>
#include <thread>

#include "cli/expect.hpp"

namespace axle::test {
namespace {

constexpr std::string_view index_faults_universe = "[simple]\na 1.0 : b\nb 1.0\n";
const std::string wheel_of_b = FakeIndex::file_path("simple", "b-1.0-py3-none-any.whl");

struct IndexFaultsSetup {
  FakeIndex index{index_faults_universe};
  AxleRun axle;
  IndexFaultsSetup() {
    axle.quietly("venv");
    axle.set("AXLE_INDEX_URL", index.url());
    // Waits between two tries are not what these tests are about.
    axle.set("AXLE_HTTP_RETRIES", "0");
  }
};

TEST_CASE("what an index says of a file must be true") {
  IndexFaultsSetup setup;
  SECTION("hash") {
    setup.index.change("simple", "b",
                       [](OfferedFile& file) { file.sha256 = std::string(64, '0'); });
    expect_failure(setup.axle, "pip install a", 4, {"b-1.0-py3-none-any.whl", "sha256", "000000"});
  }
  SECTION("size") {
    setup.index.change("simple", "b", [](OfferedFile& file) { file.size = 7; });
    expect_failure(setup.axle, "pip install a", 4,
                   {"b-1.0-py3-none-any.whl", "more bytes than the 7"});
  }
  SECTION("the bytes of another project") {
    setup.index.change("simple", "b", [](OfferedFile& file) {
      file.bytes = WheelBuilder("c", "1.0").file("c.py", "").bytes();
    });
    expect_failure(setup.axle, "pip install a", 4, {"b-1.0-py3-none-any.whl"});
  }
}

TEST_CASE("spoilt metadata ends the run and leads to no older version") {
  FakeIndex index("[simple]\na 1.0\na 2.0\n");
  AxleRun axle;
  axle.quietly("venv");
  axle.set("AXLE_INDEX_URL", index.url());
  axle.set("AXLE_HTTP_RETRIES", "0");
  const std::string path = FakeIndex::file_path("simple", "a-2.0-py3-none-any.whl.metadata");
  SECTION("other bytes than the page states") {
    index.server().serve(path, FakeResponse{.body = "Metadata-Version: 2.1\nName: a\nVersion: 2.0\n"
                                                    "Summary: spoilt\n"});
    expect_failure(axle, "pip install a", 4, {"a-2.0-py3-none-any.whl", "sha256", "`a!=2.0`"});
    expect_exit(axle("pip install a!=2.0"), 0);
  }
  SECTION("without end") {
    FakeResponse endless{.body = std::string(1 << 20, 'x')};
    endless.fault.endless = true;
    index.server().serve(path, endless);
    expect_failure(axle, "pip install a", 4, {"a-2.0-py3-none-any.whl", "more than"});
  }
}

TEST_CASE("a download that breaks off is an error of the network") {
  IndexFaultsSetup setup;
  FakeResponse cut{.body = setup.index.file("simple", "b-1.0-py3-none-any.whl").bytes};
  cut.fault.cut_after = 100;
  setup.index.server().serve(wheel_of_b, cut);
  expect_failure(setup.axle, "pip install a", 3, {"b-1.0-py3-none-any.whl"});
}

TEST_CASE("statuses of an index") {
  IndexFaultsSetup setup;
  FakeServer& server = setup.index.server();
  expect_failure(setup.axle, "pip install nothing", 1, {"nothing", "not found"});
  server.serve("/simple/a/", FakeResponse{.status = 403, .body = "go away"});
  expect_failure(setup.axle, "pip install a", 5, {"403", "a"});
  server.serve("/simple/a/", FakeResponse{.status = 500, .body = "oops"});
  expect_failure(setup.axle, "pip install a", 3, {"500", "/simple/a/"});
  server.serve(wheel_of_b, FakeResponse{.status = 404, .body = "gone"});
  expect_failure(setup.axle, "pip install b", 3, {"404", "b-1.0-py3-none-any.whl"});
  expect_golden("index_statuses", setup.axle);
}

TEST_CASE("wrong credentials are told apart from none") {
  IndexFaultsSetup setup;
  setup.index.server().require_login("/simple/", "ann:right");
  expect_failure(setup.axle, "pip install a", 5, {"401", "hint"});
  setup.axle.set("AXLE_INDEX_URL",
                 setup.index.server().url_with_login("ann:wrong-canary", "/simple/"));
  expect_failure(setup.axle, "pip install a", 5, {"401"});
  CHECK(setup.axle.transcript().find("wrong-canary") == std::string::npos);
  expect_golden("index_login", setup.axle);
  setup.axle.set("AXLE_INDEX_URL", setup.index.server().url_with_login("ann:right", "/simple/"));
  expect_exit(setup.axle("pip install a"), 0);
}

TEST_CASE("nobody listens") {
  AxleRun axle;
  axle.quietly("venv");
  axle.set("AXLE_HTTP_RETRIES", "0");
  std::string url;
  {
    const FakeServer gone;
    url = gone.url("/simple/");
  }
  expect_failure(axle, "pip install a -i " + url, 3, {"/simple/a/", "hint"});
}

TEST_CASE("pages that are no pages") {
  IndexFaultsSetup setup;
  FakeServer& server = setup.index.server();
  const auto refuses = [&](FakeResponse page) {
    server.serve("/simple/a/", std::move(page));
    expect_failure(setup.axle, "pip install a --refresh", 4, {"/simple/a/"});
  };
  refuses(json_page("{\"files\": ["));
  refuses(json_page("{\"meta\": {\"api-version\": \"2.0\"}, \"name\": \"a\", \"files\": []}"));
  refuses(json_page(R"({"meta": {"api-version": "1.0"}, "name": "a", "files": {}})"));
  refuses(json_page(std::string(100'000, '[')));
  refuses(FakeResponse{.body = "hello"}.with("Content-Type", "image/png"));
  expect_golden("broken_pages", setup.axle);
}

TEST_CASE("a source distribution that is none") {
  FakeIndex index("[simple]\nold 1.0 sdist\nuser 1.0 : old\n");
  AxleRun axle;
  axle.quietly("venv");
  axle.set("AXLE_INDEX_URL", index.url());
  const auto before = axle.state();
  const AxleResult result = axle("pip install user");
  expect_exit(result, 1);
  CHECK(difference(before, axle.state()) == "");
  expect_said(result, {"Failed to build `old==1.0`", "neither `pyproject.toml` nor `setup.py`"});
  expect_golden("only_sdist", axle);
}

TEST_CASE("Ctrl-C while a download stalls") {
  IndexFaultsSetup setup;
  FakeResponse stalling{.body = setup.index.file("simple", "b-1.0-py3-none-any.whl").bytes};
  stalling.fault.stall_after = 50;
  setup.index.server().serve(wheel_of_b, stalling);
  const auto before = setup.axle.state();
  AxleRun::Running running = setup.axle.start("pip install a");
  for (int i = 0; i < 10'000 && setup.index.server().count(wheel_of_b) == 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  REQUIRE(setup.index.server().count(wheel_of_b) == 1);
  const auto start = std::chrono::steady_clock::now();
  running.interrupt(SIGINT);
  const AxleResult result = running.wait();
  expect_exit(result, 130);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
  CHECK(difference(before, setup.axle.state()) == "");
  setup.index.server().serve_file(wheel_of_b,
                                  setup.index.file("simple", "b-1.0-py3-none-any.whl").bytes);
  expect_exit(setup.axle("pip install a"), 0);
}

}  // namespace
}  // namespace axle::test
