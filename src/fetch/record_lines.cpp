// SPDX-License-Identifier: MIT
#include "fetch/record_lines.hpp"

#include <fmt/format.h>

#include <array>

#include "base/cursor.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::size_t columns = 3;

std::unexpected<Error> bad_line(std::size_t number, std::string_view rule) {
  return fail_with_code(ErrorKind::integrity, ErrorCode::wheel_record,
                        fmt::format("line {} of RECORD {}", number, rule), "RECORD",
                        fmt::format("line {}", number));
}

/// A field up to its comma or line end, which is not taken; none if quotes are not in order.
std::optional<std::string> take_field(Cursor& in) {
  if (!in.skip('"')) {
    const std::string_view plain =
        in.take_while([](char c) { return c != ',' && c != '\n' && c != '"'; });
    if (in.peek() == '"' && !in.at_end()) return std::nullopt;
    return std::string(plain);
  }
  std::string field;
  for (;;) {
    field += in.take_while([](char c) { return c != '"'; });
    if (!in.skip('"')) return std::nullopt;
    if (!in.skip('"')) return field;
    field += '"';
  }
}

}  // namespace

Result<std::vector<RecordLine>> parse_record_lines(std::string_view text, std::size_t most) {
  std::vector<RecordLine> lines;
  Cursor in(text);
  for (std::size_t number = 1; !in.at_end(); ++number) {
    if (in.skip('\n') || in.skip("\r\n")) continue;
    if (lines.size() == most)
      return bad_line(number, fmt::format("is one too many: there cannot be more than {}", most));
    std::array<std::string, columns> fields;
    for (std::size_t i = 0; i < columns; ++i) {
      auto field = take_field(in);
      if (!field) return bad_line(number, "is not CSV: its quotes are not in order");
      fields[i] = *std::move(field);
      if (i + 1 < columns && !in.skip(',')) return bad_line(number, "has fewer than three columns");
    }
    // A quoted last field may be followed by the CR of CRLF; a plain one has taken it.
    in.skip('\r');
    if (fields[2].ends_with('\r')) fields[2].pop_back();
    if (!in.at_end() && !in.skip('\n')) return bad_line(number, "has more than three columns");
    RecordLine line{std::move(fields[0]), std::move(fields[1]), std::nullopt};
    if (line.path.empty()) return bad_line(number, "has no path");
    if (!fields[2].empty()) {
      line.size = parse_unsigned(fields[2]);
      if (!line.size) return bad_line(number, "has a size that is not a number");
    }
    lines.push_back(std::move(line));
  }
  if (lines.empty()) return bad_line(1, "is missing: it is empty");
  return lines;
}

void append_record_line(std::string& out, std::string_view path, std::string_view hash,
                        std::optional<std::uint64_t> size) {
  if (path.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += path;
  } else {
    out += '"';
    out += replace_all(path, "\"", "\"\"");
    out += '"';
  }
  out += ',';
  out += hash;
  out += ',';
  if (size) out += fmt::format_int(*size).c_str();
  out += '\n';
}

}  // namespace axle
