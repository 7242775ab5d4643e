// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>

#include "axle/index/index_set.hpp"
#include "axle/model/direct_distribution.hpp"
#include "provision/source_builder.hpp"
#include "services/services.hpp"

namespace axle {

/// Reads for the resolver what comes from no index. Wheels at paths and URLs are fetched into the
/// store, where installing finds them again; source trees, source distributions and repositories
/// are read as far as their files tell, and built where they do not.
class DirectSources final : public DirectReader {
 public:
  DirectSources(const IndexSet& indexes, SourceBuilder& builder, Services& services)
      : indexes_(indexes), builder_(builder), services_(services) {}
  Result<std::shared_ptr<const DirectDistribution>> read(
      const SourcedRequirement& requirement) override;

 private:
  Result<std::shared_ptr<const DirectDistribution>> read_wheel(
      const SourcedRequirement& requirement, std::string filename);
  /// What a wheel or source distribution says of itself; what is known of its file is for the
  /// caller to add.
  Result<DirectDistribution> described(const SourcedRequirement& requirement,
                                       const CoreMetadata& found) const;
  Result<std::shared_ptr<const DirectDistribution>> read_sdist(
      const SourcedRequirement& requirement, SdistSource sdist);
  Result<std::shared_ptr<const DirectDistribution>> read_repository(
      const SourcedRequirement& requirement, const GitSource& source);
  Result<std::shared_ptr<const DirectDistribution>> read_directory(const PackageName& name,
                                                                   const DirectorySource& source);

  const IndexSet& indexes_;
  SourceBuilder& builder_;
  Services& services_;
  std::map<std::string, std::shared_ptr<const DirectDistribution>> known_;  // by URL or path
};

}  // namespace axle
