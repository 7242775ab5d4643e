// SPDX-License-Identifier: MIT
#include "edit/requirement_list.hpp"

#include "support/catch.hpp"

namespace axle {
namespace {

std::string after_adding(std::string_view list, std::initializer_list<const char*> requirements,
                         bool has_source = false) {
  RequirementList edited = *RequirementList::read(list);
  for (const char* text : requirements) edited.add(*Requirement::parse(text), has_source);
  std::string joined;
  for (const std::string& item : TomlArray::parse(edited.to_string("\n"))->items())
    joined += (joined.empty() ? "" : ", ") + item;
  return joined;
}

TEST_CASE("a sorted list stays sorted, in whatever way it is") {
  CHECK(after_adding(R"(["beta>=1", "gamma"])", {"delta", "alpha"}) ==
        R"("alpha", "beta>=1", "delta", "gamma")");
  CHECK(after_adding(R"(["a", "B", "c"])", {"bb"}) == R"("a", "B", "bb", "c")");
  CHECK(after_adding(R"(["A", "C", "b"])", {"bb"}) == R"("A", "C", "b", "bb")");
  CHECK(after_adding(R"(["foo>=1", "foo-bar>=1", "foobar"])", {"foo-a", "fooa"}) ==
        R"("foo>=1", "foo-a", "foo-bar>=1", "fooa", "foobar")");
  CHECK(after_adding(R"(["foo-bar>=1", "foo>=1", "foobar"])", {"foo-a"}) ==
        R"("foo-a", "foo-bar>=1", "foo>=1", "foobar")");
  CHECK(after_adding(R"(["b", "a"])", {"aa", "c"}) == R"("b", "a", "aa", "c")");
}

TEST_CASE("what is no requirement stays in place and does not count") {
  CHECK(after_adding(R"([{ include-group = "x" }, "zeta"])", {"beta"}) ==
        R"({ include-group = "x" }, "beta", "zeta")");
  CHECK(after_adding(R"(["b", { include-group = "x" }])", {"a", "c"}) ==
        R"("a", "b", { include-group = "x" }, "c")");
  CHECK(after_adding(R"([1])", {"a"}) == R"(1, "a")");
}

TEST_CASE("a requirement of the same name and marker is replaced") {
  CHECK(after_adding(R"(['Alpha >=1', "b"])", {"alpha"}) == R"("alpha>=1", "b")");
  CHECK(after_adding(R"(["alpha[Bar]>=1"])", {"alpha[foo]>=2"}) == R"("alpha[bar,foo]>=2")");
  CHECK(after_adding(R"(["a @ https://x/a.whl"])", {"a"}) == R"("a @ https://x/a.whl")");
  CHECK(after_adding(R"(["a @ https://x/a.whl"])", {"a"}, true) == R"("a")");
}

TEST_CASE("another marker makes another requirement") {
  CHECK(after_adding(R"(["alpha>=2 ; sys_platform == 'win32'"])",
                     {"alpha ; sys_platform == 'linux'"}) ==
        R"("alpha>=2 ; sys_platform == 'win32'", "alpha ; sys_platform == 'linux'")");
  CHECK(after_adding(R"(["b ; os_name=='nt'", "c"])", {"b>=1"}) ==
        R"("b>=1", "b ; os_name=='nt'", "c")");
}

TEST_CASE("removing takes every requirement of the name") {
  RequirementList list = *RequirementList::read(
      R"(["Alpha", "beta", "alpha ; os_name == 'nt'", { include-group = "alpha" }])");
  CHECK(list.remove(*PackageName::parse("ALPHA")) == 2);
  CHECK(list.to_string("\n") == "[\n \"beta\",\n { include-group = \"alpha\" },\n]");
  CHECK(list.remove(*PackageName::parse("alpha")) == 0);
}

}  // namespace
}  // namespace axle
