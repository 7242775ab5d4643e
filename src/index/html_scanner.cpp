// SPDX-License-Identifier: MIT
#include "index/html_scanner.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace axle {
namespace {

constexpr std::size_t max_attributes = 64;
constexpr std::size_t longest_entity = 8;

struct Entity {
  std::string_view name;
  std::uint32_t code;
};

constexpr auto ascii_entities = std::to_array<Entity>({
    {"amp", '&'},    {"lt", '<'},       {"gt", '>'},     {"quot", '"'},   {"apos", '\''},
    {"excl", '!'},   {"num", '#'},      {"dollar", '$'}, {"percnt", '%'}, {"lpar", '('},
    {"rpar", ')'},   {"ast", '*'},      {"plus", '+'},   {"comma", ','},  {"period", '.'},
    {"sol", '/'},    {"colon", ':'},    {"semi", ';'},   {"equals", '='}, {"quest", '?'},
    {"commat", '@'}, {"lsqb", '['},     {"bsol", '\\'},  {"rsqb", ']'},   {"Hat", '^'},
    {"lowbar", '_'}, {"grave", '`'},    {"lcub", '{'},   {"verbar", '|'}, {"rcub", '}'},
    {"Tab", '\t'},   {"NewLine", '\n'}, {"AMP", '&'},    {"LT", '<'},     {"GT", '>'},
    {"QUOT", '"'},
});

// U+00A0 to U+00FF, in this order.
constexpr auto latin1_entities = std::to_array<std::string_view>({
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",
    "copy",   "ordf",   "laquo",  "not",    "shy",    "reg",    "macr",   "deg",    "plusmn",
    "sup2",   "sup3",   "acute",  "micro",  "para",   "middot", "cedil",  "sup1",   "ordm",
    "raquo",  "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",  "Atilde",
    "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute", "Ecirc",  "Euml",   "Igrave",
    "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde",
    "Ouml",   "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",
    "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",  "aelig",  "ccedil",
    "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute", "icirc",  "iuml",   "eth",
    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave",
    "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml",
});
static_assert(latin1_entities.size() == 96);

std::optional<std::uint32_t> named_entity(std::string_view name) {
  if (name.empty() || name.size() > longest_entity) return std::nullopt;
  if (const auto found = std::ranges::find(ascii_entities, name, &Entity::name);
      found != ascii_entities.end())
    return found->code;
  if (const auto found = std::ranges::find(latin1_entities, name); found != latin1_entities.end())
    return static_cast<std::uint32_t>(0xA0 + (found - latin1_entities.begin()));
  return std::nullopt;
}

// Those that HTML has always accepted without a semicolon.
bool may_lack_semicolon(std::string_view name) {
  constexpr auto ascii =
      std::to_array<std::string_view>({"amp", "lt", "gt", "quot", "AMP", "LT", "GT", "QUOT"});
  return std::ranges::find(ascii, name) != ascii.end() ||
         std::ranges::find(latin1_entities, name) != latin1_entities.end();
}

// A number that is no character stands for U+FFFD, as browsers have it.
std::uint32_t character_or_replacement(std::uint32_t code) {
  return code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF) ? 0xFFFD : code;
}

int digit_value(char c, bool hexadecimal) {
  if (is_ascii_digit(c)) return c - '0';
  if (!hexadecimal) return -1;
  const char lower = ascii_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// `text` starts behind "&#". Returns how much of it was used, 0 if it is no reference.
std::size_t decode_numeric(std::string_view text, std::string& out) {
  const bool hexadecimal = !text.empty() && ascii_lower(text.front()) == 'x';
  const std::size_t start = hexadecimal ? 1 : 0;
  std::size_t end = start;
  std::uint32_t code = 0;
  for (; end < text.size(); ++end) {
    const int digit = digit_value(text[end], hexadecimal);
    if (digit < 0) break;
    // Once out of range it stays there, and does not overflow.
    if (code <= 0x10FFFF)
      code = code * (hexadecimal ? 16U : 10U) + static_cast<std::uint32_t>(digit);
  }
  if (end == start) return 0;
  append_utf8(out, character_or_replacement(code));
  return end < text.size() && text[end] == ';' ? end + 1 : end;
}

// `text` starts behind "&". Returns how much of it was used, 0 if it is no reference.
std::size_t decode_reference(std::string_view text, std::string& out) {
  if (text.starts_with('#')) {
    const std::size_t used = decode_numeric(text.substr(1), out);
    return used == 0 ? 0 : used + 1;
  }
  std::size_t end = 0;
  while (end < text.size() && end <= longest_entity && is_ascii_alnum(text[end])) ++end;
  const std::string_view name = text.substr(0, end);
  const auto code = named_entity(name);
  if (!code) return 0;
  const char next = end < text.size() ? text[end] : '\0';
  // In an attribute `&lt=` and `&ltx` are no references: they are parameters of a query.
  if (next != ';' && (next == '=' || !may_lack_semicolon(name))) return 0;
  append_utf8(out, character_or_replacement(*code));
  return next == ';' ? end + 1 : end;
}

}  // namespace

std::string decode_html_entities(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t ampersand = text.find('&', position);
    out.append(text.substr(position, ampersand - position));
    if (ampersand == std::string_view::npos) break;
    const std::size_t used = decode_reference(text.substr(ampersand + 1), out);
    if (used == 0) out.push_back('&');
    position = ampersand + 1 + used;
  }
  return out;
}

bool HtmlTag::is(std::string_view lower_case_name) const {
  return equals_ignoring_case(name, lower_case_name);
}

const HtmlTag::Attribute* HtmlTag::find(std::string_view lower_case_name) const {
  for (const Attribute& attribute : attributes)
    if (equals_ignoring_case(attribute.name, lower_case_name)) return &attribute;
  return nullptr;
}

std::optional<std::string> HtmlTag::value(std::string_view lower_case_name) const {
  const Attribute* attribute = find(lower_case_name);
  if (!attribute || !attribute->value) return std::nullopt;
  return decode_html_entities(*attribute->value);
}

bool HtmlScanner::next(HtmlTag& tag) {
  for (;;) {
    position_ = text_.find('<', position_);
    if (position_ == std::string_view::npos || position_ + 1 >= text_.size()) {
      position_ = text_.size();
      return false;
    }
    if (!is_ascii_letter(text_[position_ + 1])) {
      skip_markup();
      continue;
    }
    ++position_;
    if (!read_tag(tag)) return false;
    for (const std::string_view raw : {"script", "style", "title", "textarea"})
      if (tag.is(raw)) skip_raw_text(raw);
    return true;
  }
}

// At a `<` that begins no start tag: a comment, a declaration, an end tag, or just the character.
void HtmlScanner::skip_markup() {
  const std::string_view rest = text_.substr(position_);
  std::size_t end = 0;
  if (rest.starts_with("<!--")) {
    end = rest.find("-->", 2);  // `<!-->` is a whole comment
    end = end == std::string_view::npos ? end : end + 3;
  } else if (rest[1] == '!' || rest[1] == '?' || (rest[1] == '/' && rest.size() > 2)) {
    end = rest.find('>');
    end = end == std::string_view::npos ? end : end + 1;
  } else {
    end = 1;
  }
  position_ = end == std::string_view::npos ? text_.size() : position_ + end;
}

// Up to the end tag of `element`: what is inside are no tags.
void HtmlScanner::skip_raw_text(std::string_view element) {
  for (std::size_t at = position_; (at = text_.find("</", at)) != std::string_view::npos; at += 2) {
    if (!starts_with_ignoring_case(text_.substr(at + 2), element)) continue;
    position_ = at;
    return;
  }
  position_ = text_.size();
}

// Behind the `<`, at a letter. False if the text ends inside the tag, which is then none.
bool HtmlScanner::read_tag(HtmlTag& tag) {
  const auto take_until = [this](std::string_view stops) {
    const std::size_t start = position_;
    while (position_ < text_.size() && !is_ascii_space(text_[position_]) &&
           !stops.contains(text_[position_]))
      ++position_;
    return text_.substr(start, position_ - start);
  };
  tag.attributes.clear();
  tag.name = take_until("/>");
  for (;;) {
    while (position_ < text_.size() &&
           (is_ascii_space(text_[position_]) || text_[position_] == '/'))
      ++position_;
    if (position_ >= text_.size()) return false;
    if (text_[position_] == '>') {
      ++position_;
      return true;
    }
    HtmlTag::Attribute attribute;
    const std::size_t start = position_++;  // a name may begin with `=`
    take_until("/>=");
    attribute.name = text_.substr(start, position_ - start);
    while (position_ < text_.size() && is_ascii_space(text_[position_])) ++position_;
    if (position_ < text_.size() && text_[position_] == '=') {
      ++position_;
      std::string_view value;
      if (!read_value(value)) return false;
      attribute.value = value;
    }
    if (tag.attributes.size() < max_attributes) tag.attributes.push_back(attribute);
  }
}

bool HtmlScanner::read_value(std::string_view& value) {
  while (position_ < text_.size() && is_ascii_space(text_[position_])) ++position_;
  if (position_ >= text_.size()) return false;
  const char quote = text_[position_];
  if (quote == '"' || quote == '\'') {
    const std::size_t end = text_.find(quote, position_ + 1);
    if (end == std::string_view::npos) {
      position_ = text_.size();
      return false;
    }
    value = text_.substr(position_ + 1, end - position_ - 1);
    position_ = end + 1;
    return true;
  }
  const std::size_t start = position_;
  while (position_ < text_.size() && !is_ascii_space(text_[position_]) && text_[position_] != '>')
    ++position_;
  value = text_.substr(start, position_ - start);
  return true;
}

}  // namespace axle
