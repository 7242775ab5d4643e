// SPDX-License-Identifier: MIT
#include "project/env_file.hpp"

#include <fmt/format.h>

#include "base/cursor.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::uint64_t max_env_file_bytes = std::uint64_t{1} << 20;

bool is_name_start(char c) { return is_ascii_letter(c) || c == '_'; }
bool is_name_part(char c) { return is_ascii_alnum(c) || c == '_' || c == '.'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }

class EnvFileReader {
 public:
  EnvFileReader(std::string_view text, const Environment& process,
                std::map<std::string, std::string>& variables)
      : at_(text), process_(process), variables_(variables) {}

  /// The number of the line that could not be read.
  std::optional<std::size_t> read() {
    while (!at_.at_end()) {
      const std::size_t start = at_.position();
      if (!read_line()) return line_number(start);
    }
    return std::nullopt;
  }

 private:
  std::size_t line_number(std::size_t position) const {
    return 1 + split(at_.text().substr(0, position), '\n').size() - 1;
  }
  bool at_line_end() const { return at_.at_end() || at_.peek() == '\n' || at_.peek() == '\r'; }
  void skip_line() {
    at_.take_while([](char c) { return c != '\n'; });
    at_.skip('\n');
  }

  bool read_line() {
    at_.skip_space();
    if (at_.at_end()) return true;
    if (at_.peek() == '#') {
      skip_line();
      return true;
    }
    if (at_.rest().starts_with("export ")) {
      at_.skip("export");
      at_.take_while(is_blank);
    }
    if (!is_name_start(at_.peek())) return false;
    const std::string name(at_.take_while(is_name_part));
    at_.take_while(is_blank);
    if (!at_.skip('=')) return false;
    at_.take_while(is_blank);
    const auto value = read_value();
    if (!value) return false;
    seen_[name] = *value;
    if (!process_.get(name)) variables_[name] = *value;
    skip_line();
    return true;
  }

  std::optional<std::string> read_value() {
    std::string value;
    while (!at_line_end()) {
      const char c = at_.next();
      if (c == '\'') {
        value += at_.take_while([](char one) { return one != '\''; });
        if (!at_.skip('\'')) return std::nullopt;
      } else if (c == '"') {
        if (!read_quoted(value)) return std::nullopt;
      } else if (c == '\\') {
        if (!read_escape(value)) return std::nullopt;
      } else if (c == '$') {
        if (!read_variable(value)) return std::nullopt;
      } else if (is_blank(c)) {
        at_.take_while(is_blank);
        if (!at_line_end() && at_.peek() != '#') return std::nullopt;
        return value;
      } else {
        value += c;
      }
    }
    return value;
  }

  bool read_quoted(std::string& value) {
    while (!at_.at_end()) {
      const char c = at_.next();
      if (c == '"') return true;
      if (c == '\\' ? !read_escape(value) : c == '$' ? !read_variable(value) : false) return false;
      if (c != '\\' && c != '$') value += c;
    }
    return false;
  }

  bool read_escape(std::string& value) {
    const char c = at_.next();
    constexpr std::string_view as_they_are = "\\'\"$ ";
    if (c == 'n')
      value += '\n';
    else if (c != '\0' && as_they_are.contains(c))
      value += c;
    else
      return false;
    return true;
  }

  bool read_variable(std::string& value) {
    std::string name;
    if (at_.skip('{')) {
      name = at_.take_while([](char c) { return c != '}' && c != '\n'; });
      if (!at_.skip('}')) return false;
    } else {
      name = at_.take_while([](char c) { return is_ascii_alnum(c) || c == '_'; });
    }
    if (const auto ours = process_.get(name))
      value += *ours;
    else if (const auto known = seen_.find(name); known != seen_.end())
      value += known->second;
    return value.size() <= max_env_file_bytes;
  }

  Cursor at_;
  const Environment& process_;
  std::map<std::string, std::string>& variables_;
  std::map<std::string, std::string> seen_;  // of this file
};

}  // namespace

std::optional<std::size_t> read_env_text(std::string_view text, const Environment& process,
                                         std::map<std::string, std::string>& variables) {
  return EnvFileReader(text, process, variables).read();
}

Result<std::vector<std::string>> read_env_file(const fs::path& path, const Environment& process,
                                               std::map<std::string, std::string>& variables) {
  auto text = read_file(path, max_env_file_bytes);
  if (!text && text.error().kind == ErrorKind::not_found)
    return fail(ErrorKind::not_found,
                fmt::format("No environment file found at: `{}`", escape_foreign(path.string())),
                "check the path, or switch env files off with `--no-env-file`");
  if (!text) return std::unexpected(std::move(text).error());
  std::vector<std::string> warnings;
  if (const auto line = read_env_text(*text, process, variables))
    warnings.push_back(
        fmt::format("Failed to parse environment file `{}` at line {}; the rest of it is left out",
                    escape_foreign(path.string()), *line));
  return warnings;
}

}  // namespace axle
