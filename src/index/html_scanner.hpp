// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace axle {

/// `&lt;`, `&#60;`, `&#x3C;` and so on, decoded as in an attribute: names of ASCII punctuation and
/// of Latin-1; anything else stays as it is. Linear.
std::string decode_html_entities(std::string_view text);

/// A start tag. The texts point into the page.
struct HtmlTag {
  struct Attribute {
    std::string_view name;
    std::optional<std::string_view> value;  ///< none for an attribute without `=`
  };
  std::string_view name;
  std::vector<Attribute> attributes;  ///< at most 64; further ones are passed over

  bool is(std::string_view lower_case_name) const;
  /// The first attribute with this name, ignoring case, or null.
  const Attribute* find(std::string_view lower_case_name) const;
  /// The value with its entities decoded; none if there is no such attribute or it has no value.
  std::optional<std::string> value(std::string_view lower_case_name) const;
};

/// The start tags of an HTML text, in order. Linear in the text as a whole; the text must outlive
/// it.
class HtmlScanner {
 public:
  explicit HtmlScanner(std::string_view text) : text_(text) {}
  /// False at the end. `tag` is overwritten.
  bool next(HtmlTag& tag);

 private:
  void skip_markup();
  void skip_raw_text(std::string_view element);
  bool read_tag(HtmlTag& tag);
  bool read_value(std::string_view& value);

  std::string_view text_;
  std::size_t position_ = 0;
};

}  // namespace axle
