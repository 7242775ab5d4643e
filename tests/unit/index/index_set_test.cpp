// SPDX-License-Identifier: MIT
#include "axle/index/index_set.hpp"

#include "index/default_index.hpp"
#include "support/catch.hpp"

namespace axle {
namespace {

IndexUrl url(std::string_view text) { return IndexUrl::parse(text, "/project").value(); }

IndexDefinition definition(std::string name, std::string_view address) {
  IndexDefinition made{.name = {}, .url = url(address)};
  if (!name.empty()) made.name = std::move(name);
  return made;
}

std::vector<std::string> order_of(const IndexSet& set) {
  std::vector<std::string> texts;
  for (const IndexDefinition& index : set.implicit_order()) texts.push_back(index.url.text());
  return texts;
}

using Texts = std::vector<std::string>;

TEST_CASE("an index URL has no login in its text", "[index_definition]") {
  const IndexUrl index = url("https://user:secret@Example.COM/simple/");
  CHECK(index.text() == "https://example.com/simple/");
  CHECK(index.given() == "https://example.com/simple/");
  CHECK(index.user_info() == "user:secret");
  CHECK_FALSE(index.local_path());
  CHECK(index == url("https://example.com/simple/"));
  CHECK(index != url("https://example.com/simple"));
}

TEST_CASE("paths and file URLs are local indexes", "[index_definition]") {
  const auto [text, path] = GENERATE(table<std::string, std::string>({
      {"links", "/project/links"},
      {"../links/./a b", "/links/a b"},
      {"/abs/links", "/abs/links"},
      {"file:///abs/a%20b", "/abs/a b"},
      {"c:links", "/project/c:links"},
  }));
  CAPTURE(text);
  const IndexUrl index = url(text);
  REQUIRE(index.local_path());
  CHECK(*index.local_path() == path);
  CHECK(index.text().starts_with("file:///"));
  CHECK(index.given() == text);
}

TEST_CASE("what is no index", "[index_definition]") {
  const std::string text =
      GENERATE("", "  ", "ftp://host/simple", "https://", "git+https://host/x");
  CAPTURE(text);
  CHECK_FALSE(IndexUrl::parse(text, "/"));
}

TEST_CASE("no index defined means PyPI", "[index_set]") {
  CHECK(order_of({}) == Texts{std::string(default_index_url)});
}

TEST_CASE("indexes are asked in their order, the default one last", "[index_set]") {
  IndexSet set;
  set.definitions = {definition("d", "https://default/"), definition("a", "https://a/"),
                     definition("x", "https://x/"), definition("", "https://b/")};
  set.definitions[0].is_default = true;
  set.definitions[2].is_explicit = true;
  CHECK(order_of(set) == Texts{"https://a/", "https://b/", "https://default/"});
}

TEST_CASE("the first of a name and of a URL counts", "[index_set]") {
  IndexSet set;
  set.definitions = {definition("a", "https://one/"), definition("a", "https://two/"),
                     definition("", "https://one/"), definition("b", "https://one/"),
                     definition("", "https://three/")};
  CHECK(order_of(set) == Texts{"https://one/", "https://three/", std::string(default_index_url)});

  set.definitions[0].is_explicit = true;
  CHECK(order_of(set) == Texts{"https://one/", "https://three/", std::string(default_index_url)});
}

TEST_CASE("only the first default index counts, and an explicit one is asked by nobody",
          "[index_set]") {
  IndexSet set;
  set.definitions = {definition("", "https://one/"), definition("", "https://two/")};
  set.definitions[0].is_default = set.definitions[1].is_default = true;
  CHECK(order_of(set) == Texts{"https://one/"});
  set.definitions[0].is_explicit = true;
  CHECK(order_of(set).empty());
}

TEST_CASE("the default index is the first that is defined as one, explicit or not, else PyPI",
          "[index_set]") {
  IndexSet set;
  CHECK(set.default_index().value().url.text() == default_index_url);
  set.definitions = {definition("a", std::string(default_index_url)), definition("b", "https://b/"),
                     definition("c", "https://c/")};
  set.definitions[0].is_explicit = true;
  CHECK(set.default_index().value().url.text() == default_index_url);
  CHECK(set.default_index().value().is_default);
  set.definitions[1].is_default = set.definitions[2].is_default = true;
  CHECK(set.default_index().value().url.text() == "https://b/");
  set.definitions[1].is_explicit = true;
  CHECK(set.default_index().value().url.text() == "https://b/");
}

TEST_CASE("no-index leaves nothing", "[index_set]") {
  IndexSet set;
  set.definitions = {definition("", "https://one/")};
  set.no_index = true;
  CHECK(set.implicit_order().empty());
  CHECK_FALSE(set.default_index());
}

TEST_CASE("definitions are found by name and URL", "[index_set]") {
  IndexSet set;
  set.definitions = {definition("a", "https://one/"), definition("b", "https://two/")};
  set.definitions[1].format = IndexFormat::flat;
  REQUIRE(set.find_by_name("b"));
  CHECK(set.find_by_name("b")->url.text() == "https://two/");
  CHECK_FALSE(set.find_by_name("c"));
  CHECK(set.definition_of(url("https://two/")).format == IndexFormat::flat);
  CHECK(set.definition_of(url("https://new/")).format == IndexFormat::simple);
}

TEST_CASE("which statuses mean that a project is not here", "[index_definition]") {
  IndexDefinition plain = definition("", "https://example.com/simple");
  CHECK(plain.ignores_status(404));
  CHECK_FALSE(plain.ignores_status(403));
  CHECK_FALSE(plain.ignores_status(500));

  IndexDefinition pytorch = definition("", "https://Download.PyTorch.org/whl/cu124");
  CHECK(pytorch.ignores_status(403));
  CHECK_FALSE(pytorch.ignores_status(401));
  pytorch.ignored_status_codes = std::vector<std::uint16_t>{401};
  CHECK(pytorch.ignores_status(401));
  CHECK(pytorch.ignores_status(404));
  CHECK_FALSE(pytorch.ignores_status(403));
}

}  // namespace
}  // namespace axle
