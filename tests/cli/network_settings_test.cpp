// SPDX-License-Identifier: MIT
// Proxies, logins, certificates and hosts, as variables, settings and projects name them.
#include "cli/expect.hpp"

namespace axle::test {
namespace {

constexpr std::string_view network_settings_universe = "[simple]\na 1.0\n";

std::string project_with(const std::string& url, std::string_view more = "") {
  return fmt::format(R"([project]
name = "demo"
version = "1"
requires-python = ">=3.8"
dependencies = ["a"]
[tool.uv]
package = false
{}
[[tool.uv.index]]
name = "internal"
url = "{}"
default = true
)",
                     more, url);
}

struct NetworkSettingsSetup {
  FakeIndex index{network_settings_universe};
  AxleRun axle;
  NetworkSettingsSetup() { axle.set("AXLE_HTTP_RETRIES", "0"); }
  /// Requests of the index that came with a login.
  std::size_t logins() {
    std::size_t count = 0;
    for (const FakeRequest& request : index.server().requests())
      if (!request.header("authorization").empty()) ++count;
    return count;
  }
};

TEST_CASE("a network in NO_PROXY keeps its hosts from the proxy") {
  NetworkSettingsSetup setup;
  setup.axle.write("pyproject.toml", project_with(setup.index.url()));
  setup.axle.set("HTTP_PROXY", "http://me:canary@127.0.0.1:9");
  const AxleResult refused = setup.axle("lock");
  expect_exit(refused, 3);
  expect_said(refused, {"http://127.0.0.1:9", "NO_PROXY"});
  expect_not_said(refused, "canary");
  setup.axle.set("NO_PROXY", "localhost, 127.0.0.0/8");
  expect_exit(setup.axle("lock"), 0);
}

TEST_CASE("proxies may be settings, and the environment's go before them") {
  NetworkSettingsSetup setup;
  FakeServer proxy;
  setup.axle.write("pyproject.toml", project_with("http://localhost.localhost:1/simple",
                                                  fmt::format("http-proxy = \"{}\"", proxy.url())));
  expect_failure(setup.axle, "lock", 1, {"a"});
  REQUIRE_FALSE(proxy.requests().empty());
  const std::size_t asked = proxy.requests().size();
  setup.axle.write(
      "pyproject.toml",
      project_with("http://localhost.localhost:1/simple",
                   fmt::format("http-proxy = \"{}\"\nno-proxy = [\".localhost\"]", proxy.url())));
  expect_exit(setup.axle("lock --refresh"), 3);
  CHECK(proxy.requests().size() == asked);
}

TEST_CASE("a repository does not get the login that goes by its index's name") {
  NetworkSettingsSetup setup;
  FakeIndex other{network_settings_universe};
  setup.axle.set("UV_INDEX_INTERNAL_USERNAME", "ann");
  setup.axle.set("UV_INDEX_INTERNAL_PASSWORD", "canary");
  setup.axle.write("pyproject.toml", project_with(other.url()));
  const AxleResult first = setup.axle("lock");
  expect_exit(first, 0);
  expect_said(first, {"warning", "UV_INDEX_INTERNAL_USERNAME"});

  setup.axle.write("pyproject.toml", project_with(setup.index.url()));
  const AxleResult second = setup.axle("lock");
  expect_exit(second, 0);
  const std::string pin =
      fmt::format("AXLE_INDEX_INTERNAL_HOST=127.0.0.1:{}", setup.index.server().port());
  expect_said(second, {"does not get the login", pin});
  expect_not_said(second, "canary");
  CHECK(setup.logins() == 0);

  setup.axle.set("AXLE_INDEX_INTERNAL_HOST",
                 fmt::format("127.0.0.1:{}", setup.index.server().port()));
  const AxleResult third = setup.axle("lock --refresh");
  expect_exit(third, 0);
  CHECK(setup.logins() > 0);
  expect_not_said(third, "warning");
}

TEST_CASE("the keyring is asked for the password of a user name in a URL") {
  NetworkSettingsSetup setup;
  setup.index.server().require_login("/simple/", "ann:from-the-keyring");
  const auto program = setup.axle.tree().write(
      "bin/keyring", "#!/bin/sh\n[ \"$1 $3\" = 'get ann' ] && echo from-the-keyring\n");
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  setup.axle.write("pyproject.toml",
                   project_with(setup.index.server().url_with_login("ann", "/simple/")));
  expect_failure(setup.axle, "lock", 5, {"401"});
  const AxleResult asked = setup.axle("lock --keyring-provider subprocess");
  expect_exit(asked, 0);
  expect_not_said(asked, "from-the-keyring");
}

TEST_CASE("a project is careless with its own hosts only") {
  NetworkSettingsSetup setup;
  setup.axle.write("pyproject.toml",
                   project_with("http://mirror.invalid/simple",
                                "allow-insecure-host = [\"*\", \"mirror.invalid\", \"pypi.org\"]"));
  const AxleResult result = setup.axle("lock");
  expect_exit(result, 3);  // asked, although it is plain http, and not there
  expect_said(result, {"`*`", "`pypi.org`", "--allow-insecure-host pypi.org"});
  expect_not_said(result, "`mirror.invalid`, which is not");
}

TEST_CASE("names that begin with 127 are not this machine") {
  NetworkSettingsSetup setup;
  setup.axle.quietly("venv");
  setup.axle.set("http_proxy", setup.index.server().url());
  expect_failure(setup.axle, "pip install a --index-url http://127.mirror.host1/simple", 4,
                 {"plain http is refused"});
  CHECK(setup.index.server().requests().empty());
}

TEST_CASE("a netrc file with words of other programs blocks nothing") {
  NetworkSettingsSetup setup;
  setup.axle.tree().write("home/.netrc", "machine files.example port 21 login x password \"y\n");
  setup.axle.write("pyproject.toml", project_with(setup.index.url()));
  expect_exit(setup.axle("lock"), 0);
}

TEST_CASE("a page of find-links that refuses gets hints that can be followed") {
  NetworkSettingsSetup setup;
  setup.index.server().serve("/whl/cu110.html", FakeResponse{.status = 403, .body = "no"});
  setup.axle.write(
      "pyproject.toml",
      project_with(setup.index.url(), fmt::format("find-links = [\"{}\"]",
                                                  setup.index.server().url("/whl/cu110.html"))));
  const AxleResult result = setup.axle("lock");
  expect_exit(result, 5);
  expect_said(result, {"403", "cu110.html", "no such page"});
  expect_not_said(result, "UV_INDEX_");
}

TEST_CASE("a file whose name cannot be read is named") {
  NetworkSettingsSetup setup;
  setup.index.add("simple", "dashed-name",
                  OfferedFile{.filename = "dashed-name-1.0.0-py3-none-any.whl", .bytes = "x"});
  setup.axle.quietly("venv");
  setup.axle.set("AXLE_INDEX_URL", setup.index.url());
  expect_failure(setup.axle, "pip install dashed-name", 1,
                 {"dashed-name-1.0.0-py3-none-any.whl", "cannot be used"});
  expect_failure(setup.axle, "-v pip install dashed-name", 1,
                 {"left out `dashed-name-1.0.0-py3-none-any.whl`"});
}

TEST_CASE("what cannot be read as a URL is shown without its password") {
  AxleRun axle;
  axle.quietly("venv");
  for (const std::string form :
       {"http:/u:canary@h/x-1.0-py3-none-any.whl",
        "http://u:a?canary@127.0.0.1:1/x-1.0-py3-none-any.whl", "u:canary@127.0.0.1/simple",
        "https:u:canary@h/x", "http://u:a#canary@h/x-1.0.whl"}) {
    for (const std::string options : {"-vv pip install ", "--json pip install "}) {
      const AxleResult result = axle(options + form);
      CHECK(result.exit_code != 0);
      expect_not_said(result, "canary");
    }
  }
}

}  // namespace
}  // namespace axle::test
