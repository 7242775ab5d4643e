// SPDX-License-Identifier: MIT
#include <random>

#include "axle/toml/toml.hpp"
#include "support/catch.hpp"
#include "toml_edit/toml_array.hpp"
#include "toml_edit/toml_editor.hpp"

// Editing a text and reading it gives what reading it and changing the value gives; and every line
// of the text that was not edited is still there, in order and to the byte.
namespace axle {
namespace {

/// Random files with the shapes that people write: headers, dotted keys, inline tables, comments.
class Sampler {
 public:
  explicit Sampler(unsigned seed) : random_(seed) {}

  std::size_t below(std::size_t limit) { return random_() % limit; }
  bool one_in(std::size_t n) { return below(n) == 0; }

  std::string file() {
    std::string text = one_in(5) ? "\xEF\xBB\xBF" : "";
    end_ = one_in(4) ? "\r\n" : "\n";
    for (const char* key : {"v", "w"})
      if (one_in(2)) text += line(key);
    if (one_in(2)) text += line("d.a") + line("d.b.c");
    for (const char* table : {"p", "p.q", "t.u", "t"}) {
      if (one_in(3)) continue;
      text += gap() + "[" + table + "]" + comment() + end_;
      for (const char* key : {"a", "b", "\"c d\"", "e.f"})
        if (!one_in(3)) text += line(key);
    }
    for (std::size_t i = below(3); i > 0; --i) text += gap() + "[[l]]" + end_ + line("n");
    return text + gap();
  }

 private:
  std::string gap() {
    std::string text;
    for (std::size_t i = below(3); i > 0; --i) text += one_in(2) ? end_ : "# words" + end_;
    return text;
  }
  std::string comment() { return one_in(3) ? " # words [ \" '" : ""; }
  std::string line(const std::string& key) {
    return gap() + (one_in(4) ? "  " : "") + key + (one_in(2) ? " = " : "=") + value(2) +
           comment() + end_;
  }
  std::string value(std::size_t depth) {
    static constexpr std::array words{
        "1",      "true", "\"x # y\"", "'it''", "\"\"\"a\n\"b\"\"\"", "1979-05-27 07:32:00",
        "-1.5e3", "[]",   "{}"};
    if (depth == 0 || one_in(2)) {
      const std::string word = words[below(words.size())];
      return word == "'it''" ? "'it'" : word;
    }
    if (one_in(2))
      return "[" + (one_in(2) ? end_ + "  # own" + end_ + "  " : "") + value(depth - 1) + "," +
             (one_in(2) ? " # end" + end_ : " ") + value(depth - 1) + "]";
    return "{ a = " + value(depth - 1) + ", b.c = " + value(depth - 1) + " }";
  }

  std::minstd_rand random_;
  std::string end_ = "\n";
};

std::string described(const TomlValue& value) {
  switch (value.kind) {
    case TomlValue::Kind::table: {
      std::map<std::string, std::string> parts;  // the order of keys says nothing
      for (const auto& entry : value.entries) parts[entry.key] = described(entry.value);
      std::string text = "{";
      for (const auto& [key, part] : parts) text += key + "=" + part + ";";
      return text + "}";
    }
    case TomlValue::Kind::array: {
      std::string text = "[";
      for (const auto& item : value.items) text += described(item) + ";";
      return text + "]";
    }
    default:
      return value.describe() + value.text;
  }
}

TomlValue read(const std::string& text) {
  auto document = TomlDocument::parse("sample.toml", text);
  INFO(text);
  if (!document)
    FAIL(document.error().message << (document.error().cause ? document.error().cause->message
                                                             : ""));
  return document->root();
}

TomlValue* member(TomlValue& table, const std::string& key) {
  for (auto& entry : table.entries)
    if (entry.key == key) return &entry.value;
  return nullptr;
}

/// The change that the editor is asked for, made to the value.
bool set_in_value(TomlValue& root, const TomlPath& path, const TomlValue& wanted) {
  TomlValue* table = &root;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    TomlValue* next = member(*table, path[i]);
    if (next == nullptr) {
      table->entries.push_back({path[i], {}, TomlValue{}});
      next = &table->entries.back().value;
    }
    if (!next->is_table()) return false;
    table = next;
  }
  if (TomlValue* old = member(*table, path.back()))
    *old = wanted;
  else
    table->entries.push_back({path.back(), {}, wanted});
  return true;
}

void remove_in_value(TomlValue& root, const TomlPath& path) {
  TomlValue* table = &root;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    table = member(*table, path[i]);
    if (table == nullptr || !table->is_table()) return;
  }
  std::erase_if(table->entries, [&](const auto& entry) { return entry.key == path.back(); });
}

/// Whether `text` is `old` with one stretch replaced: what lies around it is the same to the byte.
std::size_t kept_around_an_edit(std::string_view old, std::string_view text) {
  std::size_t front = 0;
  while (front < old.size() && front < text.size() && old[front] == text[front]) ++front;
  std::size_t back = 0;
  while (back < old.size() - front && back < text.size() - front &&
         old[old.size() - 1 - back] == text[text.size() - 1 - back])
    ++back;
  return front + back;
}

const std::vector<TomlPath>& paths() {
  static const std::vector<TomlPath> paths{
      {"v"},        {"d", "a"},      {"d", "b", "z"},      {"p", "a"},
      {"p", "c d"}, {"p", "new"},    {"t", "u", "e", "f"}, {"p", "q", "a"},
      {"n", "m"},   {"v", "b", "c"}, {"t", "u", "y"}};
  return paths;
}

TEST_CASE("to set a value in the text is to set it in what the text means") {
  const TomlValue wanted = *read("x = [\"new\"]").find("x");
  for (unsigned seed = 1; seed <= 400; ++seed) {
    Sampler sampler(seed);
    const std::string text = sampler.file();
    const TomlPath& path = paths()[sampler.below(paths().size())];
    auto editor = TomlEditor::open(text);
    INFO(text);
    REQUIRE(editor);
    REQUIRE(editor->to_string() == text);
    TomlValue value = read(text);
    if (!set_in_value(value, path, wanted)) {
      CHECK_FALSE(editor->set(path, "[\"new\"]"));
      continue;
    }
    const std::string old_value = editor->value(path).value_or("");
    const bool was_table = editor->kind(path) == TomlEditor::Kind::table;
    if (was_table) continue;  // a table is never replaced by a value
    REQUIRE(editor->set(path, "[\"new\"]"));
    const std::string edited = editor->to_string();
    INFO(edited);
    CHECK(described(read(edited)) == described(value));
    CHECK(kept_around_an_edit(text, edited) + old_value.size() >= text.size());
  }
}

TEST_CASE("to remove a value from the text is to remove it from what the text means") {
  for (unsigned seed = 1; seed <= 400; ++seed) {
    Sampler sampler(seed);
    const std::string text = sampler.file();
    const TomlPath& path = paths()[sampler.below(paths().size())];
    auto editor = TomlEditor::open(text);
    INFO(text);
    REQUIRE(editor);
    TomlValue value = read(text);
    remove_in_value(value, path);
    editor->remove(path);
    const TomlValue left = read(editor->to_string());
    INFO(editor->to_string());
    // A table of dotted keys or headers goes with its last key; an empty one says the same.
    TomlValue without = left;
    remove_in_value(without, path);
    CHECK(described(without) == described(left));
    for (const auto& entry : value.entries)
      if (entry.key != path.front())
        CHECK(described(*left.find(entry.key)) == described(entry.value));
  }
}

TEST_CASE("an array means the same however often it is written") {
  for (unsigned seed = 1; seed <= 400; ++seed) {
    Sampler sampler(seed);
    const std::string text = sampler.file();
    auto editor = TomlEditor::open(text);
    REQUIRE(editor);
    for (const TomlPath& path : paths()) {
      const auto written = editor->value(path);
      if (!written || !written->starts_with('[')) continue;
      auto array = TomlArray::parse(*written);
      REQUIRE(array);
      const std::string once = array->to_string("\n");
      CHECK(described(read("x = " + once)) == described(read("x = " + *written)));
      CHECK(TomlArray::parse(once)->to_string("\n") == once);
    }
  }
}

}  // namespace
}  // namespace axle
