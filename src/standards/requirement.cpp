// SPDX-License-Identifier: MIT
#include "axle/standards/requirement.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/cursor.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::size_t longest_requirement = 64 << 10;
constexpr std::size_t most_extras = 1000;

constexpr bool is_name_character(char c) {
  return is_ascii_alnum(c) || c == '-' || c == '_' || c == '.';
}
// Requirements know only these two as white space (PEP 508, "Grammar"); line feeds come from
// careless files.
constexpr bool is_blank(char c) { return is_ascii_space(c); }

class RequirementReader {
 public:
  explicit RequirementReader(std::string_view text) : in_(text) {}

  Result<Requirement> read() {
    if (in_.text().size() > longest_requirement) return refuse("it is too long");
    skip_blanks();
    const std::string_view written = in_.take_while(is_name_character);
    auto name = PackageName::parse(written);
    if (!name)
      return refuse(written.empty() ? "it does not begin with a package name"
                                    : fmt::format("`{}` is not a package name",
                                                  escape_foreign(written.substr(0, 100))));
    Requirement requirement{
        std::move(*name), std::string(written), {}, {}, {}, std::nullopt, {}, {}};
    skip_blanks();
    if (in_.peek() == '[') TRY_OK(read_extras(requirement));
    skip_blanks();
    if (in_.skip('@')) {
      TRY_OK(read_url(requirement));
    } else {
      TRY_OK(read_specifiers(requirement));
    }
    skip_blanks();
    if (in_.skip(';')) TRY_OK(read_marker(requirement));
    skip_blanks();
    if (!in_.at_end())
      return refuse(
          fmt::format("`{}` is not expected there", escape_foreign(in_.rest().substr(0, 50))));
    return requirement;
  }

 private:
  void skip_blanks() { in_.take_while(is_blank); }

  std::unexpected<Error> refuse(std::string_view why) const {
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` is not a requirement: {}",
                            escape_foreign(in_.text().substr(0, 300)), why));
  }

  Result<void> read_extras(Requirement& requirement) {
    in_.next();
    skip_blanks();
    if (in_.skip(']')) return {};
    for (;;) {
      skip_blanks();
      const std::string_view written = in_.take_while(is_name_character);
      auto extra = ExtraName::parse(written);
      if (!extra)
        return refuse(fmt::format("`{}` is not an extra", escape_foreign(written.substr(0, 100))));
      if (requirement.extras.size() == most_extras) return refuse("it has too many extras");
      requirement.extras.push_back(std::move(*extra));
      requirement.written_extras.emplace_back(written);
      skip_blanks();
      if (in_.skip(']')) break;
      if (!in_.skip(',')) return refuse("a list of extras is not closed");
    }
    std::ranges::sort(requirement.extras);
    const auto repeated = std::ranges::unique(requirement.extras);
    requirement.extras.erase(repeated.begin(), repeated.end());
    return {};
  }

  Result<void> read_url(Requirement& requirement) {
    skip_blanks();
    std::string_view url = in_.take_while([](char c) { return !is_blank(c); });
    // A semicolon may be part of a URL, so that a marker wants a space before it (PEP 508). Before
    // a space it is none: `name @ url; marker` is read as uv reads it.
    if (url.ends_with(';') && !in_.at_end()) {
      url.remove_suffix(1);
      in_.move_to(in_.position() - 1);
    }
    if (url.empty()) return refuse("`@` wants a URL");
    requirement.url = std::string(url);
    return {};
  }

  Result<void> read_specifiers(Requirement& requirement) {
    const bool in_parentheses = in_.skip('(');
    const std::size_t start = in_.position();
    in_.take_while([&](char c) { return c != ';' && (!in_parentheses || c != ')'); });
    const std::string_view text = trim(in_.since(start));
    if (in_parentheses && !in_.skip(')')) return refuse("a parenthesis is not closed");
    auto specifiers = VersionSpecifiers::parse(text);
    if (!specifiers) return refuse(specifiers.error().message);
    requirement.specifiers = std::move(*specifiers);
    return {};
  }

  Result<void> read_marker(Requirement& requirement) {
    const std::string_view text = trim(in_.rest());
    auto marker = Marker::parse(text);
    if (!marker)
      return while_doing(
          fmt::format("`{}` is not a requirement", escape_foreign(in_.text().substr(0, 300))),
          std::move(marker).error());
    requirement.marker = *marker;
    requirement.marker_text = std::string(text);
    in_.move_to(in_.text().size());
    return {};
  }

  Cursor in_;
};

}  // namespace

Result<Requirement> Requirement::parse(std::string_view text) {
  return RequirementReader(text).read();
}

std::string Requirement::to_string() const {
  std::string text = name.text();
  if (!extras.empty()) {
    text += '[';
    for (std::size_t i = 0; i < extras.size(); ++i) text += (i == 0 ? "" : ",") + extras[i].text();
    text += ']';
  }
  if (url)
    text += " @ " + *url;
  else
    text += specifiers.to_string(",");
  if (const auto shown = marker.to_text()) text += " ; " + *shown;
  return text;
}

}  // namespace axle
