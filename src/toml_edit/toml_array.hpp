// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"

namespace axle {

/// An array as it stands in a file, to be changed and written again over several lines: each item
/// on a line of its own with a comma behind it, the closing bracket at the beginning of a line. The
/// items' own texts stay, and so do comments: those at the end of a line with the item on it, those
/// on a line of their own between the same items. Blank lines go.
class TomlArray {
 public:
  /// Errors: `invalid_input` if `value` is not one array.
  static Result<TomlArray> parse(std::string_view value);

  std::size_t size() const;
  bool is_empty() const { return size() == 0; }
  /// The items as they are written, in order.
  std::vector<std::string> items() const;

  /// Before the item at `position`, below the comments that stand above that; at the top if
  /// `position` is 0, and at the very end if it is `size()`.
  void insert(std::size_t position, std::string item);
  void replace(std::size_t position, std::string item);
  /// A comment at the end of the item's line becomes a line of its own.
  void erase(std::size_t position);

  /// `[]` if there is nothing in it, not even a comment.
  std::string to_string(std::string_view line_end) const;

 private:
  struct Part {
    std::string item;     // empty: a comment on a line of its own
    std::string comment;  // with the blanks before it, if an item is before it
    std::string gap;      // what stands between the item and what is before it
  };
  std::size_t part_of(std::size_t position) const;

  std::string open_comment_;  // behind the bracket, with the blanks before it
  std::string indent_;
  std::vector<Part> parts_;
};

}  // namespace axle
