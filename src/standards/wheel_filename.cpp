// SPDX-License-Identifier: MIT
#include "axle/standards/wheel_filename.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::size_t longest_name = 4096;
constexpr std::size_t most_tags = 1000;

std::unexpected<Error> refuse(std::string_view text, std::string_view why) {
  return fail(ErrorKind::invalid_input, fmt::format("`{}` is not the name of a wheel: {}",
                                                    escape_foreign(text.substr(0, 300)), why));
}

bool is_tag(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return is_ascii_alnum(c) || c == '_'; });
}

/// A tag part such as `py2.py3`, split and in lower case; empty if a piece is no tag.
std::vector<std::string> pieces(std::string_view part) {
  std::vector<std::string> out;
  for (const std::string_view piece : split(part, '.')) {
    if (!is_tag(piece)) return {};
    std::string lower = ascii_lower(piece);
    if (std::ranges::find(out, lower) == out.end()) out.push_back(std::move(lower));
  }
  return out;
}

bool is_label(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return is_ascii_digit(c) || is_ascii_lower(c) || c == '_' || c == '.';
  });
}

}  // namespace

Result<WheelFilename> WheelFilename::parse(std::string_view text) {
  constexpr std::string_view extension = ".whl";
  if (!text.ends_with(extension)) return refuse(text, "it does not end in `.whl`");
  if (text.size() > longest_name) return refuse(text, "it is too long");
  auto parts = split(text.substr(0, text.size() - extension.size()), '-');
  if (parts.size() < 5 || parts.size() > 7)
    return refuse(text, "it has not 5 to 7 parts between dashes");
  if (parts[0].find("__") != std::string_view::npos)
    return refuse(text, "the package name has two underscores in a row");
  auto name = PackageName::parse_of_file(parts[0]);
  if (!name) return refuse(text, "the package name is not valid");
  auto version = Version::parse(parts[1]);
  if (!version || trim(parts[1]) != parts[1]) return refuse(text, "the version is not valid");
  WheelFilename wheel{std::move(*name), std::move(*version), std::nullopt, {}, {}};
  std::size_t next = 2;
  // A Python tag does not start with a digit, a build tag does (PEP 825 relies on it to tell a
  // label from it).
  if (parts.size() > 5 && !parts[2].empty() && is_ascii_digit(parts[2][0])) {
    const std::size_t digits = std::min(parts[2].find_first_not_of("0123456789"), parts[2].size());
    const auto number = parse_unsigned(parts[2].substr(0, digits));
    if (!number) return refuse(text, "the build tag is not valid");
    wheel.build = BuildTag{*number, std::string(parts[2].substr(digits))};
    next = 3;
  }
  if (parts.size() - next == 4) {
    if (!is_label(parts.back()))
      return refuse(text, next == 2 ? "the build tag does not begin with a digit"
                                    : "the variant label is not valid");
    wheel.label = std::string(parts.back());
    parts.pop_back();
  }
  if (parts.size() - next != 3) return refuse(text, "the build tag does not begin with a digit");
  const auto pythons = pieces(parts[next]);
  const auto abis = pieces(parts[next + 1]);
  const auto platforms = pieces(parts[next + 2]);
  if (pythons.empty() || abis.empty() || platforms.empty())
    return refuse(text, "a tag is empty or has characters that tags do not have");
  if (pythons.size() * abis.size() > most_tags ||
      pythons.size() * abis.size() * platforms.size() > most_tags)
    return refuse(text, "it has more than 1000 tags");
  for (const auto& python : pythons)
    for (const auto& abi : abis)
      for (const auto& platform : platforms) wheel.tags.push_back({python, abi, platform});
  return wheel;
}

std::string WheelFilename::to_string() const {
  std::vector<std::string> pythons, abis, platforms;
  const auto add = [](std::vector<std::string>& list, const std::string& text) {
    if (std::ranges::find(list, text) == list.end()) list.push_back(text);
  };
  for (const Tag& tag : tags) {
    add(pythons, tag.python);
    add(abis, tag.abi);
    add(platforms, tag.platform);
  }
  return fmt::format(
      "{}-{}{}-{}-{}-{}{}.whl", replace_all(name.text(), "-", "_"), version.to_string(),
      build ? fmt::format("-{}{}", build->number, build->text) : "", join(pythons, "."),
      join(abis, "."), join(platforms, "."), label.empty() ? "" : "-" + label);
}

}  // namespace axle
