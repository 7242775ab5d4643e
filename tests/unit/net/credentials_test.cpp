// SPDX-License-Identifier: MIT
#include "net/credentials.hpp"

#include "base/file.hpp"
#include "net/netrc.hpp"
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
  const auto netrc = parse_netrc(
      "# a comment\nmachine Example.com login me password \"se\\\"c ret\" account x\n"
      "macdef init\nmachine not\n\ndefault login anyone password pw#1\nmachine b\n\tpassword\n p2 "
      "login l2");
  REQUIRE(netrc);
  const auto& entries = netrc->entries;
  REQUIRE(entries.size() == 3);
  CHECK(entries[0].host == "example.com");
  CHECK(entries[0].login == "me");
  CHECK(entries[0].password == "se\"c ret");
  CHECK(entries[1].host.empty());
  CHECK(entries[1].password == "pw#1");
  CHECK(entries[2].login == "l2");
  CHECK(netrc->odd_lines.empty());
  CHECK(parse_netrc("")->entries.empty());
}

TEST_CASE("what a netrc file has beside that spoils its own entry at most", "[net]") {
  const std::string good = "machine good login l password p\n";
  // Each with the number of entries that it leaves.
  const auto [odd, kept] = GENERATE(table<std::string, std::size_t>({
      {"machine files.example port 21 login x password y\n", 1},
      {"machine h proxy http://p:1 login x password y\n", 1},
      {"login canary\n", 0},
      {"machine h password \"canary\n", 0},
      {"machine \"\" login x\n", 0},
      {"default port\n", 1},
  }));
  CAPTURE(odd);
  const bool is_first = GENERATE(true, false);
  const auto netrc = parse_netrc(is_first ? odd + good : good + odd);
  REQUIRE(netrc);
  // Before any `machine` a field belongs to nobody; behind one it is that one's.
  const bool belongs = !is_first && odd.starts_with("login");
  CHECK(netrc->entries.size() == 1 + kept);
  CHECK(netrc->odd_lines.empty() == belongs);
  for (const NetrcEntry& entry : netrc->entries)
    if (entry.host == "good") CHECK(entry.password == "p");
}

TEST_CASE("a netrc file that ends in the middle keeps what was whole", "[net]") {
  const std::string end = GENERATE("machine", "machine h login", "machine h login x password");
  const auto netrc = parse_netrc("machine good login l password p\n" + end);
  REQUIRE(netrc);
  REQUIRE(netrc->entries.size() == 1);
  CHECK(netrc->entries[0].host == "good");
}

TEST_CASE("an odd netrc file blocks nothing", "[net]") {
  const TempTree tree;
  tree.write(".netrc", "machine other port 21 password \"\nmachine h login l password p\n");
  const Environment environment = Environment::of({{"HOME", tree.path().string()}});
  const auto store = CredentialStore::collect({scope("https://h/simple")}, environment);
  REQUIRE(store);
  CHECK(find(*store, "https://h/simple/")->password == "p");
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

TEST_CASE("a login stays at its origin", "[net]") {
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

TEST_CASE("netrc's default is not for hosts that a project names", "[net]") {
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

TEST_CASE("a netrc file that is named must be there, it is not read in vain", "[net]") {
  const Environment environment = Environment::of({{"NETRC", "/nowhere/netrc"}});
  CHECK_FALSE(CredentialStore::collect({scope("https://h/")}, environment));
  CHECK(CredentialStore::collect({scope("https://u:p@h/")}, environment));
  CHECK(CredentialStore::collect({}, environment));
}

TEST_CASE("a login by name stays with the host that the name had", "[net]") {
  const TempTree tree;
  std::map<std::string, std::string> variables{{"HOME", tree.path().string()},
                                               {"UV_INDEX_INTERNAL_USERNAME", "u"},
                                               {"UV_INDEX_INTERNAL_PASSWORD", "canary"}};
  const auto collect = [&](const std::string& url, bool by_project) {
    const Environment environment = Environment::of(variables);
    IndexHosts hosts = IndexHosts::read(environment);
    return *CredentialStore::collect({scope(url, "internal", by_project)}, environment,
                                     {.hosts = &hosts});
  };
  // The first project gets it, and the user is told once.
  const CredentialStore first = collect("https://pypi.corp/simple", true);
  CHECK(find(first, "https://pypi.corp/simple/"));
  REQUIRE(first.notices().size() == 1);
  CHECK(first.notices()[0].find("UV_INDEX_INTERNAL_USERNAME") != std::string::npos);
  CHECK(first.notices()[0].find("pypi.corp") != std::string::npos);
  CHECK(collect("https://pypi.corp/other", true).notices().empty());

  // Another host does not, and what to type is said.
  const CredentialStore other = collect("https://evil.example:8443/simple", true);
  CHECK_FALSE(find(other, "https://evil.example:8443/simple/"));
  REQUIRE(other.notices().size() == 1);
  CHECK(other.notices()[0].find("AXLE_INDEX_INTERNAL_HOST=evil.example:8443") != std::string::npos);
  CHECK(other.notices()[0].find("canary") == std::string::npos);

  SECTION("a pin lets it go there") {
    variables["AXLE_INDEX_INTERNAL_HOST"] = "pypi.corp, evil.example:8443";
    CHECK(find(collect("https://evil.example:8443/simple", true),
               "https://evil.example:8443/simple/"));
  }
  SECTION("a pin holds it where it is, whatever was known") {
    variables["AXLE_INDEX_INTERNAL_HOST"] = "elsewhere";
    CHECK_FALSE(find(collect("https://pypi.corp/simple", true), "https://pypi.corp/simple/"));
  }
  SECTION("the user's own word moves it") {
    CHECK(find(collect("https://new.corp/simple", false), "https://new.corp/simple/"));
    CHECK(find(collect("https://new.corp/simple", true), "https://new.corp/simple/"));
    CHECK_FALSE(find(collect("https://pypi.corp/simple", true), "https://pypi.corp/simple/"));
  }
}

TEST_CASE("the keyring is asked for what a URL with a user name lacks", "[net]") {
  const TempTree tree;
  const fs::path program =
      tree.write("bin/keyring",
                 "#!/bin/sh\necho \"$@\" >> \"$(dirname \"$0\")/asked\"\n"
                 "case \"$*\" in\n"
                 "  'get https://h/simple me') echo by-url;;\n"
                 "  'get other:8443 me') echo by-host;;\n"
                 "  '--mode creds get https://always/simple') printf 'them\\ntheirs\\n';;\n"
                 "  *) exit 1;;\nesac\n");
  fs::permissions(program, fs::perms::owner_all);
  const Environment environment =
      Environment::of({{"PATH", "relative:" + (tree / "bin").string()}});
  const auto collect = [&](const std::string& url, bool always = false) {
    CredentialScope index = scope(url);
    index.always = always;
    return *CredentialStore::collect({index}, environment, {.keyring = true});
  };
  const auto asked = [&] { return read_file(tree / "bin/asked", 1 << 20).value_or(""); };

  const CredentialStore store = collect("https://me@h/simple");
  CHECK(asked().empty());  // not before it is needed
  CHECK(find(store, "https://h/simple/a/")->password == "by-url");
  CHECK(find(store, "https://me@h/simple/b/")->password == "by-url");
  CHECK(asked() == "get https://h/simple me\n");  // and once

  CHECK(find(collect("https://me@other:8443/simple"), "https://other:8443/simple/")->password ==
        "by-host");
  CHECK(find(collect("https://always/simple", true), "https://always/simple/")->username == "them");
  CHECK_FALSE(find(collect("https://never/simple"), "https://never/simple/"));
  CHECK(find(collect("https://nobody@h/simple"), "https://h/simple/")->password.empty());
  CHECK(find(collect("https://me:own@h/simple"), "https://h/simple/")->password == "own");
}

TEST_CASE("the header of basic authentication", "[net]") {
  CHECK(Credentials::from_user_info("Aladdin:open%20sesame")->basic() ==
        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  CHECK_FALSE(Credentials::from_user_info(""));
  CHECK(index_variable_name("pytorch-cu12.1") == "PYTORCH_CU12_1");
}
