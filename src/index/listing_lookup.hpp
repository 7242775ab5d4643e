// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "axle/index/registry.hpp"
#include "index/flat_index.hpp"
#include "index/project_page.hpp"

namespace axle {

/// One package looked up in its indexes, by the rules of the strategy.
///
/// With first-index the indexes are asked one after the other, until one has the package or wants a
/// login; with the unsafe strategies all at once. Starting asks the first, or all, without waiting.
class ListingLookup {
 public:
  struct Plan {
    std::vector<IndexDefinition> indexes;     ///< in their order
    std::vector<IndexDefinition> find_links;  ///< empty with a pin
    bool ask_all = false;                     ///< an unsafe strategy
    bool no_index = false;
  };

  ListingLookup(const IndexServices& services, FlatIndexes& flat, Plan plan, PackageName name);
  /// Whether finish() would not have to wait for the network, as far as is known.
  bool is_ready() const;
  /// Only once. Errors: those of Registry::listing.
  Result<std::shared_ptr<const PackageListing>> finish();

 private:
  void start_next();
  Result<bool> take(const IndexDefinition& definition, PageRequest* request);

  const IndexServices& services_;
  FlatIndexes& flat_;
  Plan plan_;
  PackageName name_;
  std::size_t started_ = 0;
  std::deque<std::optional<PageRequest>> requests_;  // of plan_.indexes; none for a flat one
  std::shared_ptr<PackageListing> listing_ = std::make_shared<PackageListing>();
};

}  // namespace axle
