// SPDX-License-Identifier: MIT
#pragma once

#include "axle/index/registry.hpp"
#include "provision/source_builder.hpp"

namespace axle {

/// A registry that also knows what only a build can tell: the metadata of source distributions that
/// do not state it. Builds happen in the thread that asks; asking is not safe for several.
class BuildingRegistry final : public Registry {
 public:
  BuildingRegistry(Registry& known, SourceBuilder& builder) : known_(known), builder_(builder) {}

  void prefetch(const PackageName& name, const std::optional<IndexUrl>& pin) override {
    known_.prefetch(name, pin);
  }
  Result<std::shared_ptr<const PackageListing>> listing(
      const PackageName& name, const std::optional<IndexUrl>& pin) override {
    return known_.listing(name, pin);
  }
  void prefetch_metadata(const DistributionFile& file) override { known_.prefetch_metadata(file); }
  Result<std::shared_ptr<const CoreMetadata>> metadata(const DistributionFile& file) override;

 private:
  Registry& known_;
  SourceBuilder& builder_;
};

/// The source of a package that an index has only as a source distribution.
PackageSource source_of(const DistributionFile& file);

}  // namespace axle
