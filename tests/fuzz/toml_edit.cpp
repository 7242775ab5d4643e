// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "toml_edit/toml_array.hpp"
#include "toml_edit/toml_editor.hpp"

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

// A file is refused, or comes out as it went in; what is then written into it is found again, and
// the file it makes can be opened.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto array = axle::TomlArray::parse(text)) {
    const auto again = axle::TomlArray::parse(array->to_string("\n"));
    demand(again && again->items() == array->items());
  }
  auto editor = axle::TomlEditor::open(text);
  if (!editor) return 0;
  demand(editor->to_string() == text);
  const axle::TomlPath path{"project", "fuzz key"};
  if (editor->kind({"project"}) == axle::TomlEditor::Kind::tables || !editor->set(path, "[1]"))
    return 0;
  demand(editor->value(path) == "[1]");
  auto again = axle::TomlEditor::open(editor->to_string());
  demand(again && again->value(path) == "[1]" && again->remove(path));
  demand(!again->value(path));
  return 0;
}
