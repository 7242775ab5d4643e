// SPDX-License-Identifier: MIT
#include "net/netrc.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/cursor.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

constexpr std::size_t max_bytes = 1 << 20;
constexpr std::size_t max_entries = 10'000;

class NetrcParser {
 public:
  explicit NetrcParser(std::string_view text) : in_(text) {}

  Result<Netrc> parse() {
    if (in_.text().size() > max_bytes) return too_large("it is larger than 1 MiB");
    for (;;) {
      skip_blank();
      if (in_.at_end()) break;
      const auto word = read_word();
      if (!word) {
        spoil_entry();
      } else if (*word == "machine" || *word == "default") {
        if (netrc_.entries.size() == max_entries)
          return too_large("it has more than 10000 entries");
        begin_entry(*word == "machine");
      } else if (*word == "macdef") {
        skip_macro();
      } else {
        take_field(*word);
      }
    }
    std::erase_if(netrc_.entries, [](const NetrcEntry& entry) { return is_spoilt(entry); });
    return std::move(netrc_);
  }

 private:
  static std::unexpected<Error> too_large(std::string_view why) {
    return fail(ErrorKind::invalid_input, fmt::format("the netrc file cannot be used: {}", why));
  }

  void skip_blank() {
    in_.skip_space();
    while (in_.peek() == '#') {
      in_.take_while([](char c) { return c != '\n'; });
      in_.skip_space();
    }
  }

  void note_odd() {
    const std::string_view before = in_.text().substr(0, in_.position());
    netrc_.odd_lines.push_back(static_cast<std::size_t>(std::ranges::count(before, '\n')) + 1);
  }

  /// The entry that is being read is not to be used. Its mark is a name that no host has.
  void spoil_entry() {
    note_odd();
    if (!netrc_.entries.empty()) netrc_.entries.back().host = spoilt;
  }
  static bool is_spoilt(const NetrcEntry& entry) { return entry.host == spoilt; }

  void begin_entry(bool is_machine) {
    netrc_.entries.emplace_back();
    if (!is_machine) return;
    const auto host = read_value();
    if (!host || host->empty()) return spoil_entry();
    netrc_.entries.back().host = ascii_lower(*host);
  }

  void take_field(std::string_view name) {
    const bool is_login = name == "login";
    if (!is_login && name != "password" && name != "account") return note_odd();
    auto value = read_value();
    if (!value) return spoil_entry();
    if (netrc_.entries.empty()) return note_odd();
    if (is_login) netrc_.entries.back().login = *std::move(value);
    if (name == "password") netrc_.entries.back().password = *std::move(value);
  }

  std::optional<std::string> read_value() {
    in_.skip_space();
    if (in_.at_end()) return std::nullopt;
    return read_word();
  }

  /// None for a quoted word without an end; the rest of its line is passed over.
  std::optional<std::string> read_word() {
    std::string word;
    if (!in_.skip('"'))
      return std::string(in_.take_while([](char c) { return !is_ascii_space(c); }));
    for (;;) {
      if (in_.at_end() || in_.peek() == '\n') return std::nullopt;
      char c = in_.next();
      if (c == '"') return word;
      if (c == '\\' && !in_.at_end()) c = in_.next();
      word += c;
    }
  }

  /// A macro ends with an empty line, or with the file.
  void skip_macro() {
    const std::size_t end = in_.rest().find("\n\n");
    in_.move_to(end == std::string_view::npos ? in_.text().size() : in_.position() + end);
  }

  static constexpr std::string_view spoilt = "\n";

  Cursor in_;
  Netrc netrc_;
};

}  // namespace

Result<Netrc> parse_netrc(std::string_view text) { return NetrcParser(text).parse(); }

}  // namespace axle
