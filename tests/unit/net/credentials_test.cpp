// SPDX-License-Identifier: MIT
#include "net/credentials.hpp"

#include "support/catch.hpp"
#include "support/temp_tree.hpp"

using namespace axle;
using namespace axle::test;

namespace {
CredentialScope scope(const std::string& url, std::string name = {}, bool by_project = false) {
  return {Url::parse(url).value(), std::move(name), by_project};
}
std::optional<Credentials> find(const CredentialStore& store, const std::string& url) {
  return store.find(Url::parse(url).value());
}
}  // namespace

TEST_CASE("a netrc file is read", "[net]") {
  const auto entries = parse_netrc(
      "# a comment\nmachine Example.com login me password \"se\\\"c ret\" account x\n"
      "macdef init\nmachine not\n\ndefault login anyone password pw#1\nmachine b\n\tpassword\n p2 "
      "login l2");
  REQUIRE(entries);
  REQUIRE(entries->size() == 3);
  CHECK((*entries)[0].host == "example.com");
  CHECK((*entries)[0].login == "me");
  CHECK((*entries)[0].password == "se\"c ret");
  CHECK((*entries)[1].host.empty());
  CHECK((*entries)[1].password == "pw#1");
  CHECK((*entries)[2].login == "l2");
  CHECK(parse_netrc("")->empty());
}

TEST_CASE("a malformed netrc file is named by its line, not by its words", "[net]") {
  const std::string text =
      GENERATE("login canary", "machine", "machine h login", "\n\nmachine h canary x",
               "machine h password \"canary\n", "machine \"\" login x");
  const auto entries = parse_netrc(text);
  REQUIRE_FALSE(entries);
  CHECK(entries.error().message.find("line ") != std::string::npos);
  CHECK(entries.error().message.find("canary") == std::string::npos);
}

TEST_CASE("environment goes before the URL, the URL before netrc", "[net]") {
  const TempTree tree;
  tree.write(".netrc", "machine h login netrc password n");
  auto [variables, url,
        wanted] = GENERATE(table<std::map<std::string, std::string>, std::string, Credentials>({
      {{{"HOME", "."}}, "https://h/simple", {"netrc", "n"}},
      {{{"HOME", "."}}, "https://u:p@h/simple", {"u", "p"}},
      {{{"HOME", "."}}, "https://netrc@h/simple", {"netrc", "n"}},
      {{{"HOME", "."}}, "https://other@h/simple", {"other", ""}},
      {{{"HOME", "."}, {"UV_INDEX_MY_INDEX_USERNAME", "e"}, {"UV_INDEX_MY_INDEX_PASSWORD", "f"}},
       "https://u:p@h/simple",
       {"e", "f"}},
      {{{"UV_INDEX_MY_INDEX_USERNAME", "e"},
        {"AXLE_INDEX_MY_INDEX_USERNAME", "a"},
        {"AXLE_INDEX_MY_INDEX_PASSWORD", "b"}},
       "https://h/simple",
       {"a", "b"}},
  }));
  // The tree is another in each turn, the table is not.
  if (variables.contains("HOME")) variables["HOME"] = tree.path().string();
  const auto store = CredentialStore::collect({scope(url, "my-index")}, Environment::of(variables));
  REQUIRE(store);
  CAPTURE(url);
  const auto found = find(*store, "https://h/simple/a/");
  REQUIRE(found);
  CHECK(found->username == wanted.username);
  CHECK(found->password == wanted.password);
}

TEST_CASE("a login stays at its origin", "[net]") {  // threats I14
  const auto store = CredentialStore::collect({scope("https://u:p@h/simple")}, Environment::of({}));
  REQUIRE(store);
  CHECK(find(*store, "https://h/files/x.whl"));
  CHECK(find(*store, "https://h:443/simple/"));
  for (const char* other :
       {"http://h/simple/", "https://h:444/simple/", "https://h.evil/simple/", "https://other/"})
    CHECK_FALSE(find(*store, other));
}

TEST_CASE("of two indexes on one host each has its own login", "[net]") {
  const auto store =
      CredentialStore::collect({scope("https://a:1@h/a/simple"), scope("https://b:2@h/b/simple"),
                                scope("https://c:3@h/b/simple/deep")},
                               Environment::of({}));
  REQUIRE(store);
  CHECK(find(*store, "https://h/a/simple/x/")->username == "a");
  CHECK(find(*store, "https://h/b/simple/x/")->username == "b");
  CHECK(find(*store, "https://h/b/simple/deep/x/")->username == "c");
  CHECK(find(*store, "https://h/b/simpler/x/")->username == "a");
  CHECK(find(*store, "https://own:9@h/b/simple/")->username == "own");
}

TEST_CASE("netrc's default is not for hosts that a project names", "[net]") {  // threats P8
  const TempTree tree;
  const Environment environment = Environment::of(
      {{"NETRC",
        tree.write("n", "default login d password d\nmachine h login m password m").string()}});
  CHECK(find(*CredentialStore::collect({scope("https://h/", "", true)}, environment), "https://h/")
            ->username == "m");
  CHECK_FALSE(
      find(*CredentialStore::collect({scope("https://x/", "", true)}, environment), "https://x/"));
  CHECK(
      find(*CredentialStore::collect({scope("https://x/")}, environment), "https://x/")->username ==
      "d");
}

TEST_CASE("a netrc file that is named must be there; it is not read in vain", "[net]") {
  const Environment environment = Environment::of({{"NETRC", "/nowhere/netrc"}});
  CHECK_FALSE(CredentialStore::collect({scope("https://h/")}, environment));
  CHECK(CredentialStore::collect({scope("https://u:p@h/")}, environment));
  CHECK(CredentialStore::collect({}, environment));
}

TEST_CASE("the header of basic authentication", "[net]") {
  CHECK(Credentials::from_user_info("Aladdin:open%20sesame")->basic() ==
        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  CHECK_FALSE(Credentials::from_user_info(""));
  CHECK(index_variable_name("pytorch-cu12.1") == "PYTORCH_CU12_1");
}
