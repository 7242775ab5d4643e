// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "axle/index/registry.hpp"
#include "axle/markers/marker.hpp"
#include "axle/standards/requires_python.hpp"
#include "axle/versions/package_name.hpp"
#include "base/guarded.hpp"
#include "locking/wheel_places.hpp"

namespace axle {

/// What the wheels of one version ask for, and where each of them is installed.
struct WheelClass {
  Marker where;
  std::shared_ptr<const CoreMetadata> metadata;
};
using WheelClasses = std::vector<WheelClass>;

/// The metadata of a version whose wheels disagree: what some wheels ask for and others do not is
/// asked for where the former are installed. The requirements of `own` come first, as they stand;
/// null if all ask for the same.
std::shared_ptr<const CoreMetadata> merged_metadata(const CoreMetadata& own,
                                                    const WheelClasses& classes);

/// A registry that reads METADATA of every wheel of a version that would be installed somewhere, as
/// far as these differ (placed_wheels), in place of one for all: builds of torch ask for other
/// libraries on other platforms, and so do wheels of others that state their requirements when they
/// are built. As safe for threads as the registry that it asks.
class WheelClassRegistry final : public Registry {
 public:
  /// `family`: packages whose METADATA is read even where the index states no hash of it.
  WheelClassRegistry(Registry& known, std::set<PackageName> family, RequiresPython requires_python)
      : known_(known), family_(std::move(family)), requires_python_(std::move(requires_python)) {}

  void prefetch(const PackageName& name, const std::optional<IndexUrl>& pin) override {
    known_.prefetch(name, pin);
  }
  Result<std::shared_ptr<const PackageListing>> listing(
      const PackageName& name, const std::optional<IndexUrl>& pin) override;
  void prefetch_metadata(const DistributionFile& file) override;
  /// In addition to the errors of the registry that it asks: those for the other wheels, but for
  /// what is wrong with their metadata.
  Result<std::shared_ptr<const CoreMetadata>> metadata(const DistributionFile& file) override;

 private:
  /// A file of the same version for each METADATA that counts somewhere; empty if that is one. They
  /// live as long as the page, which is kept.
  std::vector<PlacedWheel> wheels_of(const DistributionFile& file);

  Registry& known_;
  const std::set<PackageName> family_;
  const RequiresPython requires_python_;
  Guarded<std::map<PackageName, std::vector<std::shared_ptr<const PackagePage>>>> pages_;
  Guarded<std::map<std::string, std::shared_ptr<const CoreMetadata>>> merged_;  // by URL
};

}  // namespace axle
