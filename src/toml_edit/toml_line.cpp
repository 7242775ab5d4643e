// SPDX-License-Identifier: MIT
#include "toml_edit/toml_line.hpp"

#include <algorithm>

#include "base/try.hpp"
#include "toml_edit/toml_scan.hpp"
#include "toml_edit/toml_strings.hpp"

namespace axle {

Result<TomlLine> take_toml_line(Cursor& at, std::string before) {
  TomlLine line{std::move(before), {}, {}, {}, {}};
  const std::size_t start = at.position();
  TRY(line.key, take_toml_key(at));
  skip_toml_blanks(at);
  if (!at.skip('=')) return toml_scan_failure(at, "expected `=`");
  skip_toml_blanks(at);
  line.key_text = at.since(start);
  const std::size_t value = at.position();
  TRY_OK(skip_toml_value(at));
  line.value = at.since(value);
  return line;
}

TomlLine new_toml_line(const TomlPath& key, std::string_view value) {
  return {{}, key, toml_key_text(key) + " = ", std::string(value), {}};
}

std::string toml_key_text(const TomlPath& key) {
  std::string text;
  for (const std::string& part : key) {
    if (!text.empty()) text += '.';
    append_toml_key(text, part);
  }
  return text;
}

bool starts_with(const TomlPath& path, const TomlPath& start) {
  return path.size() >= start.size() && std::equal(start.begin(), start.end(), path.begin());
}

TomlPath path_below(const TomlPath& path, std::size_t parts) {
  return {path.begin() + static_cast<std::ptrdiff_t>(parts), path.end()};
}

}  // namespace axle
