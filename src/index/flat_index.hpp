// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <optional>

#include "axle/index/package_page.hpp"
#include "axle/index/registry.hpp"
#include "index/index_services.hpp"
#include "index/once_map.hpp"

namespace axle {

/// The files of a flat place: a directory of wheels and sdists, or an HTML page (remote or local)
/// that links to them.
struct FlatIndex {
  std::map<PackageName, std::shared_ptr<const PackagePage>> pages;
  std::optional<IndexAbsence> absence;  ///< offline, and not in the cache

  std::shared_ptr<const PackagePage> find(const PackageName& name) const;
};

/// Reads the flat place of `definition`; waits for it. A directory is not searched for directories.
/// Files whose names do not parse are passed over. Errors: those of Registry::listing; a place that
/// does not exist is one.
Result<std::shared_ptr<const FlatIndex>> read_flat_index(const IndexServices& services,
                                                         const IndexDefinition& definition);

/// Flat places, each read once.
class FlatIndexes {
 public:
  explicit FlatIndexes(const IndexServices& services) : services_(services) {}
  Result<std::shared_ptr<const FlatIndex>> get(const IndexDefinition& definition);

 private:
  const IndexServices& services_;
  OnceMap<std::string, Result<std::shared_ptr<const FlatIndex>>> read_;
};

}  // namespace axle
