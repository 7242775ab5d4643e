// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "axle/index/registry.hpp"
#include "axle/versions/package_name.hpp"
#include "base/guarded.hpp"
#include "lock/arm_platforms.hpp"

namespace axle {

/// What the wheels of one version ask for, one for each platform.
using WheelClasses =
    std::vector<std::pair<const ArmPlatform*, std::shared_ptr<const CoreMetadata>>>;

/// The metadata of a version whose wheels disagree: what some platforms' wheels ask for and others'
/// do not is asked for on those platforms alone. The requirements of `own` come first, as they
/// stand; null if all ask for the same.
std::shared_ptr<const CoreMetadata> merged_metadata(const CoreMetadata& own,
                                                    const WheelClasses& classes);

/// A registry that reads, for the packages of accelerators, METADATA of the wheel of every platform
/// in place of one for all: builds of torch ask for other libraries on other platforms. As safe for
/// threads as the registry that it asks.
class WheelClassRegistry final : public Registry {
 public:
  WheelClassRegistry(Registry& known, std::set<PackageName> names)
      : known_(known), names_(std::move(names)) {}

  void prefetch(const PackageName& name, const std::optional<IndexUrl>& pin) override {
    known_.prefetch(name, pin);
  }
  Result<std::shared_ptr<const PackageListing>> listing(
      const PackageName& name, const std::optional<IndexUrl>& pin) override;
  void prefetch_metadata(const DistributionFile& file) override;
  /// In addition to the errors of the registry that it asks: those for the other platforms' wheels,
  /// but for what is wrong with their metadata.
  Result<std::shared_ptr<const CoreMetadata>> metadata(const DistributionFile& file) override;

 private:
  /// A wheel of the same version for each platform that has one, those of the file's Python first.
  std::vector<std::pair<const ArmPlatform*, const DistributionFile*>> wheels_of(
      const DistributionFile& file);

  Registry& known_;
  const std::set<PackageName> names_;
  Guarded<std::map<PackageName, std::vector<std::shared_ptr<const PackagePage>>>> pages_;
  Guarded<std::map<std::string, std::shared_ptr<const CoreMetadata>>> merged_;  // by URL
};

}  // namespace axle
