// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "axle/model/index_definition.hpp"

namespace axle {

enum class IndexStrategy : std::uint8_t {
  first_index,         ///< the first index that knows the package is the only one
  unsafe_first_match,  ///< all indexes in order; the first with a fitting version
  unsafe_best_match,   ///< all indexes; the best version of any
};

/// All indexes of a command, in the order in which they were defined: command line, project, user.
struct IndexSet {
  std::vector<IndexDefinition> definitions;
  std::vector<IndexUrl> find_links;  ///< flat pages and directories beside every implicit index
  bool no_index = false;             ///< use nothing but `find_links`
  IndexStrategy strategy = IndexStrategy::first_index;

  /// The indexes that a package without a pin is looked up in, in that order: all that are neither
  /// explicit nor default, the first of each name and of each URL, then the default one (PyPI if
  /// none is defined), then the supplemental ones. Empty with `no_index`.
  std::vector<IndexDefinition> implicit_order() const;

  /// The index that comes last: the first that is defined as default, else PyPI. None with
  /// `no_index`. It may be explicit as well: then it only takes PyPI's place.
  std::optional<IndexDefinition> default_index() const;

  /// The first definition with this name, or null.
  const IndexDefinition* find_by_name(std::string_view name) const;
  /// The first definition with this URL, or one made for it if there is none.
  IndexDefinition definition_of(const IndexUrl& url) const;
};

}  // namespace axle
