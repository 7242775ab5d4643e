// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>

#include "axle/index/index_set.hpp"
#include "axle/model/direct_distribution.hpp"
#include "operations/services.hpp"

namespace axle {

/// Reads wheels at paths and URLs for the resolver: each is fetched into the store, where
/// installing finds it again. Source trees and source distributions are errors that say what to do,
/// until builds exist.
class DirectWheels final : public DirectReader {
 public:
  DirectWheels(const IndexSet& indexes, Services& services)
      : indexes_(indexes), services_(services) {}
  Result<std::shared_ptr<const DirectDistribution>> read(
      const SourcedRequirement& requirement) override;

 private:
  Result<std::shared_ptr<const DirectDistribution>> read_wheel(
      const SourcedRequirement& requirement, std::string filename);

  const IndexSet& indexes_;
  Services& services_;
  std::map<std::string, std::shared_ptr<const DirectDistribution>> known_;  // by URL or path
};

}  // namespace axle
