// SPDX-License-Identifier: MIT
#include "transaction/journal_text.hpp"

#include <fmt/format.h>
#include <libdeflate.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "base/text.hpp"

namespace axle {
namespace {

constexpr std::string_view magic = "axle-journal-2";
constexpr std::size_t nonce_digits = 16;

bool is_plain_relative(std::string_view path) {
  for (const std::string_view component : split(path, '/'))
    if (component.empty() || component == "." || component == "..") return false;
  return path.find('\n') == std::string_view::npos && path.find('\0') == std::string_view::npos;
}

std::string_view word_of(JournalStep::Kind kind) {
  switch (kind) {
    case JournalStep::Kind::retire:
      return "retire";
    case JournalStep::Kind::place:
      return "place";
    case JournalStep::Kind::prune:
      return "prune";
  }
  return {};
}

std::string crc_line(std::string_view text) {
  return fmt::format("end {:08x}\n", libdeflate_crc32(0, text.data(), text.size()));
}

std::optional<std::uint64_t> parse_hex(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_nonce(std::string_view text) {
  return text.size() == nonce_digits && std::ranges::all_of(text, [](char c) {
           return is_ascii_digit(c) || (c >= 'a' && c <= 'f');
         });
}

/// "word first rest", where rest may hold spaces.
struct Line {
  std::string_view word, first, rest;
};

std::optional<Line> take_apart(std::string_view line) {
  const std::size_t one = line.find(' ');
  if (one == std::string_view::npos) return std::nullopt;
  const std::size_t two = line.find(' ', one + 1);
  if (two == std::string_view::npos) return std::nullopt;
  return Line{line.substr(0, one), line.substr(one + 1, two - one - 1), line.substr(two + 1)};
}

bool take_line(const Line& line, JournalText& journal) {
  if (!is_plain_relative(line.rest)) return false;
  if (line.word == "watch") {
    const auto names = parse_hex(line.first);
    if (names) journal.watched.push_back({std::string(line.rest), *names});
    return names.has_value();
  }
  for (const auto kind :
       {JournalStep::Kind::retire, JournalStep::Kind::place, JournalStep::Kind::prune}) {
    if (line.word != word_of(kind)) continue;
    const auto moved = parse_file_identity(line.first);
    if (moved) journal.steps.push_back({kind, std::string(line.rest), *moved});
    return moved.has_value();
  }
  return false;
}

}  // namespace

std::string encode_journal(const JournalText& journal) {
  std::string text = fmt::format("{}\nenvironment {:x} {}\n", magic, journal.inode, journal.nonce);
  for (const WatchedDirectory& watched : journal.watched)
    text += fmt::format("watch {:x} {}\n", watched.names, watched.path);
  for (const JournalStep& step : journal.steps)
    text += fmt::format("{} {} {}\n", word_of(step.kind), to_text(step.moved), step.path);
  return text + crc_line(text);
}

Result<JournalText> decode_journal(std::string_view text) {
  const auto damaged = [] {
    return fail_with_code(ErrorKind::integrity, ErrorCode::venv,
                          "the journal of an interrupted installation is damaged", "journal");
  };
  const std::size_t end = text.rfind("end ");
  if (end == std::string_view::npos || text.substr(end) != crc_line(text.substr(0, end)))
    return damaged();
  const auto lines = split(text.substr(0, end), '\n');
  if (lines.size() < 3 || lines.front() != magic || !lines.back().empty()) return damaged();
  const auto head = take_apart(lines[1]);
  if (!head || head->word != "environment" || !is_nonce(head->rest)) return damaged();
  const auto inode = parse_hex(head->first);
  if (!inode) return damaged();
  JournalText journal{
      .inode = *inode, .nonce = std::string(head->rest), .watched = {}, .steps = {}};
  for (std::size_t i = 2; i + 1 < lines.size(); ++i) {
    const auto line = take_apart(lines[i]);
    if (!line || !take_line(*line, journal)) return damaged();
  }
  // What is said in more than one way is nothing that was written here.
  if (encode_journal(journal) != text) return damaged();
  return journal;
}

}  // namespace axle
