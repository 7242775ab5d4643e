// SPDX-License-Identifier: MIT
#include "project/requirements_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/file.hpp"
#include "base/shown.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "project/direct_source.hpp"
#include "project/requirements_lines.hpp"
#include "project/url_variables.hpp"

namespace axle {
namespace {

constexpr std::size_t max_bytes = std::size_t{16} << 20;
constexpr std::size_t max_depth = 64;
constexpr std::size_t max_files = 1000;
// Each costs some kilobytes until it is solved for.
constexpr std::size_t max_requirements = 50'000;

struct Option {
  std::string_view name;
  std::string_view value;
};

constexpr std::array options_with_value{
    std::string_view("--requirements"),
    std::string_view("--requirement"),
    std::string_view("-r"),
    std::string_view("--constraint"),
    std::string_view("-c"),
    std::string_view("--index-url"),
    std::string_view("-i"),
    std::string_view("--extra-index-url"),
    std::string_view("--find-links"),
    std::string_view("-f"),
    std::string_view("--no-binary"),
    std::string_view("--only-binary"),
    std::string_view("--editable"),
    std::string_view("-e"),
};
constexpr std::array options_without_value{
    std::string_view("--no-index"),
    std::string_view("--pre"),
    std::string_view("--require-hashes"),
    std::string_view("--prefer-binary"),
};
// pip's, for which nothing here is done.
constexpr std::array ignored_options{
    std::string_view("--trusted-host"),
    std::string_view("--use-feature"),
    std::string_view("--prefer-binary"),
};

// An option with its value: `-r file`, `-rfile`, `--name value`, `--name=value`. None if the line
// is no known option.
std::optional<Option> read_option(std::string_view line) {
  for (const std::string_view name : options_without_value)
    if (line == name) return Option{name, {}};
  for (const std::string_view name : options_with_value) {
    if (!line.starts_with(name)) continue;
    std::string_view rest = line.substr(name.size());
    const bool is_short = name.size() == 2;
    if (!rest.empty() && !is_short && rest.front() != '=' && !is_ascii_space(rest.front()))
      continue;
    if (rest.starts_with('=')) rest.remove_prefix(1);
    rest = trim(rest);
    if (rest.size() > 1 && (rest.front() == '"' || rest.front() == '\'') &&
        rest.back() == rest.front())
      rest = rest.substr(1, rest.size() - 2);
    return Option{name, rest};
  }
  return std::nullopt;
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

// `--hash=…` at the end of a line; what stands before is left in `line`.
Result<std::vector<std::string>> take_hashes(std::string_view& line) {
  std::vector<std::string> hashes;
  const std::size_t start = line.find(" --hash");
  const std::size_t tab = line.find("\t--hash");
  const std::size_t first = std::min(start, tab);
  if (first == std::string_view::npos) return hashes;
  const auto words = split_on_space(line.substr(first));
  line = trim(line.substr(0, first));
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string_view word = words[i];
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

bool looks_like_path(std::string_view text) {
  const std::string_view bare = text.substr(0, text.find_first_of(" \t;["));
  return bare.starts_with("./") || bare.starts_with("../") || bare.starts_with('/') ||
         bare.starts_with("file:") || bare.contains("://") || bare == "." || bare == ".." ||
         (bare.contains('/') && !text.contains('@')) ||
         (names_archive(bare) && !text.contains('@'));
}

std::string_view last_part(std::string_view path) {
  path = path.substr(0, path.find_first_of("?#"));
  while (path.ends_with('/')) path.remove_suffix(1);
  return path.substr(path.rfind('/') + 1);
}

// A URL or a path without a name: the name is that of the file. Source trees would have to be
// asked, which needs a build.
Result<SourcedRequirement> parse_unnamed(std::string_view text, const fs::path& directory) {
  Marker marker;
  const std::size_t semicolon = text.find(" ;");
  if (semicolon != std::string_view::npos) {
    TRY(marker, Marker::parse(trim(text.substr(semicolon + 2))));
    text = trim(text.substr(0, semicolon));
  }
  std::vector<ExtraName> extras;
  if (const std::size_t bracket = text.find('[');
      text.ends_with(']') && bracket != std::string_view::npos) {
    for (const std::string_view part :
         split(text.substr(bracket + 1, text.size() - bracket - 2), ',')) {
      TRY(ExtraName extra, ExtraName::parse(trim(part)));
      extras.push_back(std::move(extra));
    }
    text = trim(text.substr(0, bracket));
  }
  TRY(RequirementSource source, source_of_url(text, directory));
  const std::string file = percent_decode(last_part(text));
  const std::size_t dash = file.find('-');
  if (!names_archive(file) || dash == std::string::npos)
    return fail(ErrorKind::invalid_input,
                fmt::format("the name of the package at `{}` is not known", shown_url(text)),
                "write `name @ " + shown_url(text) + "`");
  // A wheel has no dash in its name; in an old source archive the version is what follows the last
  // dash.
  const bool is_wheel = ascii_lower(file).ends_with(".whl");
  TRY(PackageName name, PackageName::parse(file.substr(0, is_wheel ? dash : file.rfind('-'))));
  return SourcedRequirement{std::move(name), std::move(extras), {}, marker, std::move(source), {}};
}

class Reader {
 public:
  Reader(const Environment& environment, RequirementsFile& out)
      : environment_(environment), out_(out) {}

  Result<void> read(const fs::path& path, bool is_constraint) {
    const fs::path absolute = absolute_path(path);
    if (open_.size() >= max_depth)
      return fail(ErrorKind::invalid_input,
                  fmt::format("requirements files are nested deeper than {}", max_depth));
    if (++files_ > max_files)
      return fail(ErrorKind::invalid_input,
                  fmt::format("there are more than {} requirements files", max_files));
    if (const auto start = std::ranges::find(open_, absolute); start != open_.end()) {
      std::vector<std::string> cycle;
      for (auto file = start; file != open_.end(); ++file)
        cycle.push_back(fmt::format("`{}`", shown_path(*file)));
      cycle.push_back(fmt::format("`{}`", shown_path(absolute)));
      return fail(ErrorKind::invalid_input,
                  "requirements files include each other: " + join(cycle, " -> "),
                  "remove one of the `-r` or `-c` lines");
    }
    TRY(const std::string text, read_file(absolute, max_bytes));
    if (!is_valid_utf8(text))
      return fail_with_code(ErrorKind::invalid_input, "E_PROJECT",
                            fmt::format("`{}` is not valid UTF-8", shown_path(absolute)),
                            absolute.string());
    open_.push_back(absolute);
    for (const RequirementsLine& line : requirements_lines(text)) {
      auto done = read_line(expand_variables(line.text, environment_), absolute.parent_path(),
                            is_constraint);
      if (!done) return at_line(absolute, line.number, std::move(done).error());
    }
    open_.pop_back();
    return {};
  }

 private:
  static std::unexpected<Error> at_line(const fs::path& file, std::size_t number, Error cause) {
    auto hints = std::move(cause.hints);
    cause.hints.clear();
    cause.message = hide_user_info(cause.message);
    auto failure = while_doing(
        fmt::format("Couldn't parse requirement in `{}` at line {}", shown_path(file), number),
        std::move(cause));
    Error& error = failure.error();
    error.hints = std::move(hints);
    if (error.code.empty()) error.code = "E_PROJECT";
    if (error.file.empty()) {
      error.file = file.string();
      error.member = fmt::format("line {}", number);
    }
    return failure;
  }

  Result<void> read_line(std::string_view line, const fs::path& directory, bool is_constraint) {
    if (!line.starts_with('-')) return read_requirement(line, directory, is_constraint);
    const auto option = read_option(line);
    if (option) return apply(*option, directory, is_constraint);
    const std::string_view name = line.substr(0, line.find_first_of(" \t="));
    if (std::ranges::find(ignored_options, name) != ignored_options.end()) {
      out_.warnings.push_back(
          fmt::format("the option `{}` of a requirements file has no effect here", name));
      return {};
    }
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` is not an option of requirements files", escape_foreign(name)));
  }

  Result<void> read_requirement(std::string_view line, const fs::path& directory,
                                bool is_constraint) {
    if (out_.requirements.size() + out_.constraints.size() == max_requirements)
      return fail(ErrorKind::invalid_input,
                  fmt::format("there are more than {} requirements", max_requirements),
                  "no environment needs so many: remove those that repeat others");
    TRY(auto hashes, take_hashes(line));
    TRY(SourcedRequirement requirement, parse_command_line_requirement(line, directory));
    requirement.origin = open_.back().string();
    if (is_constraint && !requirement.extras.empty())
      return fail(ErrorKind::invalid_input,
                  fmt::format("a constraint cannot have extras: `{}`", escape_foreign(line)),
                  "remove the extras");
    (is_constraint ? out_.constraints : out_.requirements)
        .push_back({std::move(requirement), std::move(hashes)});
    return {};
  }

  Result<void> apply(const Option& option, const fs::path& directory, bool is_constraint) {
    const std::string_view name = option.name;
    if (name == "--no-index") out_.no_index = true;
    if (name == "--pre") out_.pre = true;
    if (name == "--require-hashes") out_.require_hashes = true;
    if (name == "--prefer-binary")
      out_.warnings.emplace_back(
          "the option `--prefer-binary` of a requirements file has no effect here");
    if (std::ranges::find(options_without_value, name) != options_without_value.end()) return {};
    if (option.value.empty())
      return fail(ErrorKind::invalid_input, fmt::format("the option `{}` needs a value", name));
    if (name == "-e" || name == "--editable")
      return fail(ErrorKind::invalid_input,
                  fmt::format("`-e {}` cannot be installed: source trees cannot be built yet",
                              escape_foreign(option.value)),
                  "build a wheel of it, and name the wheel");
    if (name == "-r" || name.starts_with("--requirement"))
      return include(option.value, directory, is_constraint);
    if (name == "-c" || name == "--constraint") return include(option.value, directory, true);
    if (name.ends_with("-binary"))
      return choose(name == "--no-binary" ? out_.no_binary : out_.only_binary, option.value);
    TRY(IndexUrl url, IndexUrl::parse(option.value, directory));
    if (name == "-i" || name == "--index-url")
      out_.index_url = std::move(url);
    else
      (name == "--extra-index-url" ? out_.extra_index_urls : out_.find_links)
          .push_back(std::move(url));
    return {};
  }

  Result<void> include(std::string_view file, const fs::path& directory, bool is_constraint) {
    if (file.starts_with("http://") || file.starts_with("https://"))
      return fail(ErrorKind::invalid_input,
                  fmt::format("`{}` is on the network, from where no requirements are read",
                              shown_url(file)),
                  "download the file");
    const std::string path =
        file.starts_with("file://") ? percent_decode(file.substr(7)) : std::string(file);
    return read(directory / path, is_constraint);
  }

  static Result<void> choose(PackageChoice& choice, std::string_view value) {
    for (const std::string_view part : split(value, ',')) {
      const std::string_view name = trim(part);
      if (name == ":all:") {
        choice.all = true;
      } else if (name == ":none:") {
        choice = {};
      } else {
        TRY(PackageName package, PackageName::parse(name));
        choice.packages.insert(std::move(package));
      }
    }
    return {};
  }

  const Environment& environment_;
  RequirementsFile& out_;
  std::vector<fs::path> open_;
  std::size_t files_ = 0;
};

Result<RequirementsFile> read_all(const fs::path& path, const Environment& environment,
                                  bool is_constraint) {
  RequirementsFile file;
  TRY_OK(Reader(environment, file).read(path, is_constraint));
  return file;
}

}  // namespace

Result<RequirementsFile> read_requirements_file(const fs::path& path,
                                                const Environment& environment) {
  return read_all(path, environment, false);
}

Result<RequirementsFile> read_constraints_file(const fs::path& path,
                                               const Environment& environment) {
  return read_all(path, environment, true);
}

Result<SourcedRequirement> parse_command_line_requirement(std::string_view text,
                                                          const fs::path& directory) {
  const std::string_view bare = trim(text);
  // `name@https://…` names its URL; in `https://user@host/…` the at-sign comes later.
  const bool is_named = bare.find('@') < bare.find("://") && !bare.starts_with("git+");
  if (!is_named && looks_like_path(bare)) return parse_unnamed(bare, directory);
  TRY(const Requirement requirement, Requirement::parse(text));
  return as_written(requirement, directory);
}

}  // namespace axle
