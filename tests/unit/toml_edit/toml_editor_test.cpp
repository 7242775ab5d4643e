// SPDX-License-Identifier: MIT
#include "toml_edit/toml_editor.hpp"

#include "support/catch.hpp"

namespace axle {
namespace {

TomlEditor open(std::string_view text) {
  auto editor = TomlEditor::open(text);
  REQUIRE(editor);
  CHECK(editor->to_string() == text);
  return *editor;
}

std::string after_set(std::string_view text, const TomlPath& path, std::string_view value) {
  TomlEditor editor = open(text);
  REQUIRE(editor.set(path, value));
  return editor.to_string();
}

std::string after_remove(std::string_view text, const TomlPath& path) {
  TomlEditor editor = open(text);
  CHECK(editor.remove(path));
  return editor.to_string();
}

TEST_CASE("a value is replaced and nothing else changes") {
  CHECK(after_set("\xEF\xBB\xBF[a]\r\nx  =  1 # why\r\n\r\n# end", {"a", "x"}, "2") ==
        "\xEF\xBB\xBF[a]\r\nx  =  2 # why\r\n\r\n# end");
  CHECK(after_set("a . \"b\" = 1\n", {"a", "b"}, "[]") == "a . \"b\" = []\n");
  CHECK(after_set("a = { b = { c = 1 }, d = 2 }\n", {"a", "b", "c"}, "3") ==
        "a = { b = { c = 3 }, d = 2 }\n");
}

TEST_CASE("a key is added to the table it belongs to") {
  CHECK(after_set("[a]\nx = 1\n\n# about b\n[b]\n", {"a", "y"}, "2") ==
        "[a]\nx = 1\ny = 2\n\n# about b\n[b]\n");
  CHECK(after_set("[a]", {"a", "y"}, "2") == "[a]\ny = 2\n");
  CHECK(after_set("[a]\r\nx = 1", {"a", "y"}, "2") == "[a]\r\nx = 1\r\ny = 2\r\n");
  CHECK(after_set("a.x = 1\nb = 1\n", {"a", "y z"}, "2") == "a.x = 1\na.\"y z\" = 2\nb = 1\n");
  CHECK(after_set("[t]\na.b.x = 1\n", {"t", "a", "b", "y"}, "2") == "[t]\na.b.x = 1\na.b.y = 2\n");
  CHECK(after_set("a = {}\n", {"a", "y"}, "2") == "a = { y = 2 }\n");
  CHECK(after_set("a = { x = 1 }\n", {"a", "y"}, "2") == "a = { x = 1, y = 2 }\n");
  CHECK(after_set("a = {x = 1}\n", {"a", "y"}, "2") == "a = {x = 1, y = 2}\n");
}

TEST_CASE("a key is added before another one") {
  TomlEditor editor = open("[g]\na = 1\n# about c\nc = 1\n");
  REQUIRE(editor.set({"g", "b"}, "2", "c"));
  CHECK(editor.to_string() == "[g]\na = 1\nb = 2\n# about c\nc = 1\n");
}

TEST_CASE("a table that is missing goes behind the last one in the order of keys") {
  CHECK(after_set("", {"a", "x"}, "1") == "[a]\nx = 1\n");
  CHECK(after_set("[project]\n\n[tool.x]\na = 1\n\n# end\n", {"groups", "dev"}, "[]") ==
        "[project]\n\n[tool.x]\na = 1\n\n[groups]\ndev = []\n\n# end\n");
  // The tables of `tool` were begun before `project`.
  CHECK(after_set("[tool.x]\n[project]\n[tool.y]\n", {"groups", "dev"}, "[]") ==
        "[tool.x]\n[project]\n\n[groups]\ndev = []\n[tool.y]\n");
  CHECK(after_set("[project]\n[project.scripts]\n[tool.x]\n", {"project", "extra", "a"}, "[]") ==
        "[project]\n[project.scripts]\n\n[project.extra]\na = []\n[tool.x]\n");
}

TEST_CASE("what is in the way of a table is an error") {
  TomlEditor editor = open("a = 1\nb = { c = 1 }\n");
  CHECK_FALSE(editor.set({"a", "x"}, "1"));
  CHECK_FALSE(editor.set({"b", "c", "x"}, "1"));
  CHECK(editor.to_string() == "a = 1\nb = { c = 1 }\n");
}

TEST_CASE("values and tables are removed with the comments above them") {
  CHECK(after_remove("[a]\n# why\nx = 1 # w\ny = 2\n", {"a", "x"}) == "[a]\ny = 2\n");
  CHECK(after_remove("[a]\nx = 1\n\n# b\n[a.b]\ny = 2\n\n[c]\n", {"a", "b"}) ==
        "[a]\nx = 1\n\n[c]\n");
  CHECK(after_remove("a.b.c = 1\na.d = 2\na.b.e = 3\n", {"a", "b"}) == "a.d = 2\n");
  CHECK(after_remove("a = { b = 1, c = 2 }\n", {"a", "c"}) == "a = { b = 1 }\n");
  CHECK(after_remove("a = { b = 1, c = 2 }\n", {"a", "b"}) == "a = { c = 2 }\n");
  CHECK(after_remove("a = { b.x = 1, c = 2, b.y = 3 }\n", {"a", "b"}) == "a = { c = 2 }\n");
  CHECK(after_remove("a = { b = 1 }\n", {"a", "b"}) == "a = {}\n");
  TomlEditor editor = open("[a]\n");
  CHECK_FALSE(editor.remove({"a", "b"}));
  CHECK(editor.to_string() == "[a]\n");
}

TEST_CASE("keys and kinds of what is there") {
  const TomlEditor editor =
      open("v = 1\ni = { a = 1, b.c = 2 }\nd.e = 1\n[t.\"u v\"]\nw = 1\n[[l]]\nx = 1\n[t.z]\n");
  CHECK(editor.kind({"v"}) == TomlEditor::Kind::value);
  CHECK(editor.kind({"i"}) == TomlEditor::Kind::inline_table);
  CHECK(editor.kind({"d"}) == TomlEditor::Kind::table);
  CHECK(editor.kind({"t"}) == TomlEditor::Kind::table);
  CHECK(editor.kind({"l"}) == TomlEditor::Kind::tables);
  CHECK(editor.kind({"nothing"}) == TomlEditor::Kind::none);
  CHECK(editor.keys({"i"}) == std::vector<std::string>{"a", "b"});
  CHECK(editor.keys({"t"}) == std::vector<std::string>{"u v", "z"});
  CHECK(editor.value({"i", "b", "c"}) == "2");
  CHECK(editor.top_level_size() == 5);
}

TEST_CASE("items of an array of tables are added, moved and removed") {
  TomlEditor editor = open("[p]\n\n[[i]]\nn = 'a'\n\n[q]\n");
  const std::size_t made = editor.add_item({"i"}, 1);
  editor.set_item_value(made, "n", "'b'");
  CHECK(editor.to_string() == "[p]\n\n[[i]]\nn = 'b'\n\n[[i]]\nn = 'a'\n\n[q]\n");
  const auto items = editor.items({"i"});
  REQUIRE(items.size() == 2);
  CHECK(editor.item_value(items[0], "n") == "'a'");
  editor.move_item(items[0], 4);
  CHECK(editor.to_string() == "[p]\n\n[[i]]\nn = 'b'\n\n[q]\n\n[[i]]\nn = 'a'\n");
  editor.remove_item(items[0]);
  CHECK(editor.to_string() == "[p]\n\n[[i]]\nn = 'b'\n\n[q]\n");
}

TEST_CASE("what is no TOML is refused with its line") {
  for (const char* text : {"a", "a = ", "a = 1 b", "[a", "[[a]", "\n= 1", "a = \"x", "a = [1",
                           "a = {b}", "[a] x", "a = '''x''", "a..b = 1"}) {
    const auto editor = TomlEditor::open(text);
    REQUIRE_FALSE(editor);
    CHECK(editor.error().message.starts_with("line "));
  }
  CHECK(TomlEditor::open("\na = 1979-05-27 07:32:00 # date\nb = 1_000\nc = +inf\n"));
}

}  // namespace
}  // namespace axle
