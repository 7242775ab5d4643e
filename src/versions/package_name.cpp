// SPDX-License-Identifier: MIT
#include "axle/versions/package_name.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace axle {
namespace {

constexpr std::size_t longest_name = 1000;

constexpr bool is_name_separator(char c) { return c == '-' || c == '_' || c == '.'; }

template <class Kind>
constexpr std::string_view what = "package name";
template <>
constexpr std::string_view what<struct ExtraNameKind> = "extra name";
template <>
constexpr std::string_view what<struct GroupNameKind> = "group name";

}  // namespace

template <class Kind>
Result<NormalizedName<Kind>> NormalizedName<Kind>::parse(std::string_view text) {
  const auto refuse = [&] {
    const std::string_view shown = text.substr(0, longest_name / 10);
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` is not a valid {}", escape_foreign(shown), what<Kind>),
                "names consist of ASCII letters, digits, `-`, `_` and `.`, and begin and end with "
                "a letter or digit");
  };
  if (text.empty() || text.size() > longest_name || is_name_separator(text.front()) ||
      is_name_separator(text.back()))
    return refuse();
  std::string normal;
  normal.reserve(text.size());
  for (const char c : text) {
    if (is_name_separator(c)) {
      if (normal.back() != '-') normal += '-';
    } else if (is_ascii_alnum(c)) {
      normal += ascii_lower(c);
    } else {
      return refuse();
    }
  }
  return NormalizedName(std::move(normal));
}

template <class Kind>
Result<NormalizedName<Kind>> NormalizedName<Kind>::parse_of_file(std::string_view text) {
  auto valid = parse(text);
  if (valid || text.empty() || text.size() > longest_name || !is_valid_utf8(text)) return valid;
  std::string normal;
  for (const char c : text) {
    const bool is_ascii = static_cast<unsigned char>(c) < 0x80;
    if (is_ascii && !is_ascii_alnum(c) && !is_name_separator(c)) return valid;
    if (!is_name_separator(c))
      normal += ascii_lower(c);
    else if (normal.empty() || normal.back() != '-')
      normal += '-';
  }
  return NormalizedName(std::move(normal));
}

template class NormalizedName<struct PackageNameKind>;
template class NormalizedName<struct ExtraNameKind>;
template class NormalizedName<struct GroupNameKind>;

}  // namespace axle
