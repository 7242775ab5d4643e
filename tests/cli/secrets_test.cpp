// SPDX-License-Identifier: MIT
#include "cli/expect.hpp"

namespace axle::test {
namespace {

constexpr std::string_view universe = "[simple]\na 1.0 : b\nb 1.0\n[more]\nc 1.0\n";
const std::string secret = "canary-4f2a";

/// Nothing that was said, and no file of the project, of home or of the cache, holds it.
void expect_secret_kept(AxleRun& axle, const AxleResult& result) {
  INFO(explain(result));
  CHECK(result.out.find(secret) == std::string::npos);
  CHECK(result.err.find(secret) == std::string::npos);
  for (const auto& root : {axle.project(), axle.cache()}) {
    for (const auto& [path, contents] : snapshot(root)) {
      if (path == "pyproject.toml" || path == "requirements.txt") continue;
      INFO(root << " " << path);
      CHECK(contents.find(secret) == std::string::npos);
      CHECK(path.find(secret) == std::string::npos);
    }
  }
}

struct Setup {
  FakeIndex index{universe};
  AxleRun axle;
  std::string url;
  Setup() {
    index.server().require_login("/simple/", "ann:" + secret);
    index.server().require_login("/files/simple/", "ann:" + secret);
    url = index.server().url_with_login("ann:" + secret, "/simple/");
    axle.quietly("venv");
    axle.set("AXLE_HTTP_RETRIES", "0");
  }
};

TEST_CASE("a password in an index URL stays there") {
  Setup setup;
  AxleRun& axle = setup.axle;
  AxleResult result;
  for (const std::string arguments : {"-vv pip install a", "pip install --json --reinstall a",
                                      "-vv pip install missing", "pip compile -"}) {
    axle.feed("a\n");
    result = axle(arguments + " -i " + setup.url);
    INFO(explain(result));
    CHECK((result.exit_code == 0 || arguments.ends_with("missing")));
    expect_secret_kept(axle, result);
  }
  axle.set("AXLE_INDEX_URL", setup.url);
  expect_secret_kept(axle, axle("-vv pip install --reinstall a --refresh"));
  setup.index.server().serve("/simple/a/", FakeResponse{.status = 500});
  expect_secret_kept(axle, axle("-vv pip install --reinstall a --refresh"));
}

TEST_CASE("a password in a variable, a project, a requirements file or a direct URL") {
  Setup setup;
  AxleRun& axle = setup.axle;
  axle.write("pyproject.toml", fmt::format(R"([project]
name = "demo"
version = "1"
dependencies = ["a"]
[tool.uv]
package = false
[[tool.uv.index]]
name = "inner"
url = "{}"
default = true
)",
                                           setup.index.url()));
  axle.set("UV_INDEX_INNER_USERNAME", "ann");
  axle.set("UV_INDEX_INNER_PASSWORD", secret);
  AxleResult result = axle("-vv sync");
  expect_exit(result, 0);
  expect_secret_kept(axle, result);
  axle.set("UV_INDEX_INNER_PASSWORD", secret + "-wrong");
  result = axle("-vv sync --reinstall --refresh");
  CHECK(result.exit_code != 0);
  expect_secret_kept(axle, result);
  axle.unset("UV_INDEX_INNER_USERNAME");
  axle.unset("UV_INDEX_INNER_PASSWORD");

  axle.write("requirements.txt", "--index-url " + setup.url + "\nb\n");
  result = axle("-vv pip install --reinstall -r requirements.txt --directory .");
  expect_exit(result, 0);
  expect_secret_kept(axle, result);

  const std::string wheel = setup.index.server().url_with_login(
      "ann:" + secret, FakeIndex::file_path("simple", "b-1.0-py3-none-any.whl"));
  result = axle("-vv pip install --reinstall --no-index 'b @ " + wheel + "'");
  expect_exit(result, 0);
  expect_secret_kept(axle, result);
  result = axle("pip freeze");
  expect_secret_kept(axle, result);
  result = axle("pip install 'b @ http://ann:" + secret + "@127.0.0.1:1/not-a-wheel'");
  CHECK(result.exit_code != 0);
  expect_secret_kept(axle, result);
  result = axle("pip install -i 'ftp://ann:" + secret + "@127.0.0.1/simple' b");
  CHECK(result.exit_code != 0);
  expect_secret_kept(axle, result);
}

TEST_CASE("a password goes to its own origin only") {
  Setup setup;
  FakeServer other;
  setup.index.server().serve("/simple/b/", redirect_to(other.url("/simple/b/")));
  other.serve("/simple/b/",
              html_page("<a href='b-1.0-py3-none-any.whl'>b-1.0-py3-none-any.whl</a>"));
  setup.axle("pip install b -i " + setup.url);
  REQUIRE(other.count("/simple/b/") >= 1);
  for (const FakeRequest& request : other.requests())
    CHECK(request.header("authorization").empty());
}

}  // namespace
}  // namespace axle::test
