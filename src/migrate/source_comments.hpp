// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "axle/toml/toml.hpp"

namespace axle {

/// The comments of a file, by line: what moves to another line takes them along. A value.
class SourceComments {
 public:
  SourceComments() = default;
  /// Comments behind a value are found in lines whose texts end on the same line.
  explicit SourceComments(std::string_view text);

  /// `# …` behind what stands in the line of a place; empty for none.
  std::string behind(TomlPosition position) const;
  /// The lines directly above that are comments, in order.
  std::vector<std::string> above(TomlPosition position) const;

 private:
  std::vector<std::string> lines_;  // trimmed
};

}  // namespace axle
