// SPDX-License-Identifier: MIT
#include "net/netrc.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/cursor.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::size_t max_bytes = 1 << 20;
constexpr std::size_t max_entries = 10'000;

class NetrcParser {
 public:
  explicit NetrcParser(std::string_view text) : in_(text) {}

  Result<std::vector<NetrcEntry>> parse() {
    if (in_.text().size() > max_bytes) return bad("it is larger than 1 MiB");
    for (;;) {
      skip_blank();
      if (in_.at_end()) break;
      TRY(const std::string word, read_word());
      if (word == "machine" || word == "default") {
        if (entries_.size() == max_entries) return bad("it has more than 10000 entries");
        NetrcEntry entry;
        if (word == "machine") {
          TRY(const std::string host, read_value());
          if (host.empty()) return bad("a `machine` has no name");
          entry.host = ascii_lower(host);
        }
        entries_.push_back(std::move(entry));
      } else if (word == "macdef") {
        skip_macro();
      } else {
        TRY_OK(read_field(word));
      }
    }
    return std::move(entries_);
  }

 private:
  std::unexpected<Error> bad(std::string_view why) const {
    const std::string_view before = in_.text().substr(0, in_.position());
    return fail(ErrorKind::invalid_input, fmt::format("the netrc file is malformed at line {}: {}",
                                                      std::ranges::count(before, '\n') + 1, why));
  }

  void skip_blank() {
    in_.skip_space();
    while (in_.peek() == '#') {
      in_.take_while([](char c) { return c != '\n'; });
      in_.skip_space();
    }
  }

  Result<void> read_field(std::string_view name) {
    if (name != "login" && name != "password" && name != "account")
      return bad(
          "a word is none of `machine`, `default`, `login`, `password`, `account`, `macdef`");
    if (entries_.empty()) return bad(fmt::format("`{}` comes before any `machine`", name));
    TRY(std::string value, read_value());
    if (name == "login") entries_.back().login = std::move(value);
    if (name == "password") entries_.back().password = std::move(value);
    return {};
  }

  Result<std::string> read_value() {
    in_.skip_space();
    if (in_.at_end()) return bad("a value is missing at the end");
    return read_word();
  }

  Result<std::string> read_word() {
    std::string word;
    if (!in_.skip('"'))
      return std::string(in_.take_while([](char c) { return !is_ascii_space(c); }));
    for (;;) {
      if (in_.at_end() || in_.peek() == '\n') return bad("a quoted word has no end");
      char c = in_.next();
      if (c == '"') return word;
      if (c == '\\') c = in_.next();
      word += c;
    }
  }

  /// A macro ends with an empty line, or with the file.
  void skip_macro() {
    const std::size_t end = in_.rest().find("\n\n");
    in_.move_to(end == std::string_view::npos ? in_.text().size() : in_.position() + end);
  }

  Cursor in_;
  std::vector<NetrcEntry> entries_;
};

}  // namespace

Result<std::vector<NetrcEntry>> parse_netrc(std::string_view text) {
  return NetrcParser(text).parse();
}

}  // namespace axle
