// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/standards/requirement.hpp"
#include "toml_edit/toml_array.hpp"

namespace axle {

/// A list of requirements as pyproject.toml has it (PEP 621, PEP 735), to be changed. Items that
/// are no requirements (`{ include-group = "…" }`) stay where they are.
class RequirementList {
 public:
  /// `value`: the array as written. Errors: `invalid_input` if it is none.
  static Result<RequirementList> read(std::string_view value);

  /// Adds the requirement in its normal form. One of the same name and marker is replaced where it
  /// is: extras come together, and what the new one does not say (versions, URL) stays. Otherwise
  /// it goes where a sorted list stays sorted, or to the end of one that is not. `has_source`: the
  /// place that the package comes from is said elsewhere, a URL goes. True if it is a new item.
  bool add(const Requirement& requirement, bool has_source);

  /// Gives the requirement of that name and marker these versions.
  void set_specifiers(const PackageName& name, const Marker& marker,
                      const VersionSpecifiers& specifiers);
  /// Every requirement of the name; how many there were.
  std::size_t remove(const PackageName& name);
  bool has(const PackageName& name) const;

  std::string to_string(std::string_view line_end) const { return array_.to_string(line_end); }

 private:
  struct Item {
    std::optional<std::string> text;  ///< of a string
    std::optional<Requirement> requirement;
  };
  static Item item_of(const std::string& written);
  std::optional<std::size_t> find(const PackageName& name, const Marker& marker) const;
  void put(std::size_t position, const Requirement& requirement);
  std::size_t place_of(std::string_view text) const;

  TomlArray array_;
  std::vector<Item> items_;
};

}  // namespace axle
