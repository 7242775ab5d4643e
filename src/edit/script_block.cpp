// SPDX-License-Identifier: MIT
#include "edit/script_block.hpp"

#include <vector>

#include "base/text.hpp"

namespace axle {
namespace {

constexpr std::string_view opening = "# /// script";
constexpr std::string_view closing = "# ///";

/// The lines of a text without their ends, and where each begins.
struct Line {
  std::size_t start;
  std::string_view text;
};

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    lines.push_back({start, text.substr(start, end - start)});
    start = end + 1;
  }
  return lines;
}

bool is_comment(std::string_view line) { return line == "#" || line.starts_with("# "); }

}  // namespace

Result<std::optional<ScriptText>> ScriptText::read(std::string_view written) {
  const std::string text = replace_all(written, "\r\n", "\n");
  const std::vector<Line> lines = lines_of(text);
  std::size_t first = 0;
  while (first < lines.size() && lines[first].text != opening) ++first;
  if (first == lines.size()) return std::optional<ScriptText>();
  // The block ends at the last closing line of the comment, so that strings may hold one.
  std::size_t last = first;
  for (std::size_t i = first + 1; i < lines.size() && is_comment(lines[i].text); ++i)
    if (lines[i].text == closing) last = i;
  if (last == first)
    return fail_with_code(
        ErrorKind::invalid_input, ErrorCode::project,
        "An opening tag (`# /// script`) was found without a closing tag (`# ///`). Ensure that "
        "every line between the opening and closing tags (including empty lines) starts with a "
        "leading `#`.",
        {}, {}, "write `# ///` below the metadata");
  ScriptText script{text.substr(0, lines[first].start), {}, {}};
  for (std::size_t i = first + 1; i < last; ++i) {
    std::string_view line = lines[i].text;
    line.remove_prefix(std::min<std::size_t>(2, line.size()));
    script.metadata.append(line).append("\n");
  }
  script.after = last + 1 < lines.size() ? text.substr(lines[last + 1].start) : "\n";
  return std::optional(std::move(script));
}

ScriptText ScriptText::without_block(std::string_view written) {
  std::string text = replace_all(written, "\r\n", "\n");
  ScriptText script;
  if (text.starts_with("#!")) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    script.before = text.substr(0, end);
    if (!script.before.ends_with('\n')) script.before += '\n';
    text.erase(0, end);
  }
  // Without the blank line the comment would become part of the block.
  if (text.starts_with('#')) script.after = "\n";
  script.after += text;
  return script;
}

std::string ScriptText::to_string() const {
  std::string text = before;
  text.append(opening).append("\n");
  for (const Line& line : lines_of(metadata))
    text.append(line.text.empty() ? "#" : "# ").append(line.text).append("\n");
  return text.append(closing).append("\n").append(after);
}

}  // namespace axle
