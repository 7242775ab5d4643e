// SPDX-License-Identifier: MIT
#include "project/requirements_option.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/shown.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

using Kind = RequirementsOptionKind;

enum class Value { none, url, rest };

struct OptionRule {
  std::string_view name;
  Kind kind;
  Value value;
};
// The longer of two names that begin alike goes first.
constexpr std::array option_rules{
    OptionRule{"--requirements", Kind::requirements, Value::rest},
    OptionRule{"--requirement", Kind::requirements, Value::rest},
    OptionRule{"-r", Kind::requirements, Value::rest},
    OptionRule{"--constraints", Kind::constraints, Value::rest},
    OptionRule{"--constraint", Kind::constraints, Value::rest},
    OptionRule{"-c", Kind::constraints, Value::rest},
    OptionRule{"--index-url", Kind::index_url, Value::url},
    OptionRule{"-i", Kind::index_url, Value::url},
    OptionRule{"--extra-index-url", Kind::extra_index_url, Value::url},
    OptionRule{"--find-links", Kind::find_links, Value::url},
    OptionRule{"-f", Kind::find_links, Value::url},
    OptionRule{"--no-binary", Kind::no_binary, Value::rest},
    OptionRule{"--only-binary", Kind::only_binary, Value::rest},
    OptionRule{"--editable", Kind::editable, Value::rest},
    OptionRule{"-e", Kind::editable, Value::rest},
    OptionRule{"--no-index", Kind::no_index, Value::none},
    OptionRule{"--pre", Kind::pre, Value::none},
    OptionRule{"--require-hashes", Kind::require_hashes, Value::none},
    OptionRule{"--prefer-binary", Kind::ignored, Value::none},
    OptionRule{"--trusted-host", Kind::ignored, Value::rest},
    OptionRule{"--use-feature", Kind::ignored, Value::rest},
};

// Of a requirement, in pip's files: how its build is to go.
constexpr std::array build_option_names{
    std::string_view("--config-settings"), std::string_view("--config-setting"),
    std::string_view("--global-option"), std::string_view("--install-option")};

bool is_short(std::string_view name) { return name.size() == 2; }

const OptionRule* rule_of(std::string_view line) {
  for (const OptionRule& rule : option_rules) {
    if (!line.starts_with(rule.name)) continue;
    const std::string_view rest = line.substr(rule.name.size());
    if (rest.empty() || is_ascii_space(rest.front())) return &rule;
    if (rule.value != Value::none && (is_short(rule.name) || rest.front() == '=')) return &rule;
  }
  return nullptr;
}

std::string_view without_quotes(std::string_view text) {
  if (text.size() > 1 && (text.front() == '"' || text.front() == '\'') &&
      text.back() == text.front())
    return text.substr(1, text.size() - 2);
  return text;
}

/// Takes the value from the front of `rest`. A URL ends at a space; a path may have some.
std::string_view take_value(std::string_view& rest, Value value) {
  if (!rest.empty() && (rest.front() == '"' || rest.front() == '\'')) {
    const std::size_t end = rest.find(rest.front(), 1);
    if (end != std::string_view::npos) {
      const std::string_view taken = rest.substr(1, end - 1);
      rest = trim(rest.substr(end + 1));
      return taken;
    }
  }
  const std::size_t space = rest.find_first_of(" \t");
  const bool ends_at_space = value == Value::url && rest.substr(0, space).contains("://");
  const std::string_view taken = ends_at_space ? rest.substr(0, space) : rest;
  rest = ends_at_space && space != std::string_view::npos ? trim(rest.substr(space))
                                                          : std::string_view{};
  return without_quotes(taken);
}

struct HashRule {
  std::string_view algorithm;
  std::size_t digits;
};
constexpr std::array hash_rules{HashRule{"md5", 32}, HashRule{"sha256", 64}, HashRule{"sha384", 96},
                                HashRule{"sha512", 128}, HashRule{"blake2b", 64}};

Result<std::string> parse_hash(std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::string algorithm = ascii_lower(text.substr(0, colon));
  const std::string digits =
      colon == std::string_view::npos ? std::string{} : ascii_lower(text.substr(colon + 1));
  for (const HashRule& rule : hash_rules)
    if (rule.algorithm == algorithm && rule.digits == digits.size() && hex_decode(digits))
      return algorithm + ":" + digits;
  return fail(ErrorKind::invalid_input,
              fmt::format("`{}` is not a hash: expected `sha256:` and 64 hexadecimal digits, say",
                          escape_foreign(text)));
}

/// Where the options of a requirement begin: at the first of their names that stands alone.
std::size_t first_option(std::string_view line) {
  std::size_t first = std::string_view::npos;
  const auto look = [&](std::string_view name) {
    for (const char space : {' ', '\t'})
      first = std::min(first, line.find(std::string(1, space) + std::string(name)));
  };
  look("--hash");
  for (const std::string_view name : build_option_names) look(name);
  return first;
}

}  // namespace

Result<std::vector<RequirementsOption>> requirements_options(std::string_view line,
                                                             std::vector<std::string>& warnings) {
  std::vector<RequirementsOption> options;
  while (!line.empty()) {
    const OptionRule* rule = rule_of(line);
    if (rule == nullptr) {
      const std::string_view word = line.substr(0, line.find_first_of(" \t="));
      if (!word.starts_with('-'))
        return fail(
            ErrorKind::invalid_input,
            fmt::format("`{}` cannot stand behind `{}`", escape_foreign(word), options.back().name),
            "write it in a line of its own");
      return fail(ErrorKind::invalid_input,
                  fmt::format("`{}` is not an option of requirements files", escape_foreign(word)));
    }
    line = trim(line.substr(rule->name.size()));
    if (rule->value == Value::none) {
      options.push_back({rule->kind, rule->name, {}});
    } else {
      if (line.starts_with('=')) line = trim(line.substr(1));
      const std::string_view value = take_value(line, rule->value);
      if (value.empty() && rule->kind != Kind::ignored)
        return fail(ErrorKind::invalid_input,
                    fmt::format("the option `{}` needs a value", rule->name));
      options.push_back({rule->kind, rule->name, value});
    }
    if (line.starts_with(';')) {
      warnings.push_back(fmt::format(
          "`{}` of a requirements file holds for every environment: the marker `{}` has "
          "no effect",
          rule->name, escape_foreign(trim(line.substr(1)))));
      line = {};
    }
  }
  return options;
}

Result<std::vector<std::string>> take_requirement_options(std::string_view& line,
                                                          std::vector<std::string>& warnings) {
  std::vector<std::string> hashes;
  const std::size_t first = first_option(line);
  if (first == std::string_view::npos) return hashes;
  const auto words = split_on_space(line.substr(first));
  line = trim(line.substr(0, first));
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string_view word = words[i];
    const std::string_view name = word.substr(0, word.find('='));
    if (std::ranges::find(build_option_names, name) != build_option_names.end()) {
      warnings.push_back(fmt::format("the option `{}` of `{}` has no effect here", name,
                                     escape_foreign(hide_user_info(line))));
      if (name == word) ++i;
      continue;
    }
    if (word == "--hash" && i + 1 < words.size()) {
      word = words[++i];
    } else if (word.starts_with("--hash=")) {
      word.remove_prefix(7);
    } else {
      return fail(ErrorKind::invalid_input,
                  fmt::format("`{}` cannot stand behind a hash", escape_foreign(word)));
    }
    TRY(std::string hash, parse_hash(word));
    hashes.push_back(std::move(hash));
  }
  return hashes;
}

}  // namespace axle
