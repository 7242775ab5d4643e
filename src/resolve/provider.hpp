// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/resolve/resolve.hpp"
#include "resolution/unavailable.hpp"
#include "resolve/manifest.hpp"
#include "resolve/version_map.hpp"

namespace axle {

/// What the indexes have of a package.
struct PackageVersions {
  std::shared_ptr<const PackageListing> listing;
  std::vector<VersionMap> maps;
  std::optional<Unavailable> unavailable;  ///< why there is nothing
  /// Every version that may be chosen, ascending; for widening ranges to the gaps between them.
  /// Never leave one out.
  const std::vector<Version>& known() const;

 private:
  mutable std::optional<std::vector<Version>> known_;
};

/// What a version needs.
struct VersionMetadata {
  std::shared_ptr<const CoreMetadata> metadata;
  PreparedRequirements requirements;
  std::optional<Unavailable> unavailable;  ///< why it cannot be known
};

/// Answers from the registry, judged, prepared and remembered. Fetching overlaps: what is likely to
/// be asked is requested before it is.
class Provider {
 public:
  /// All outlive the provider.
  Provider(const ResolveInput& input, const ResolveServices& services, const Manifest& manifest,
           PackageTable& table, SourceTable& sources);
  Provider(const Provider&) = delete;
  Provider& operator=(const Provider&) = delete;

  void prefetch(NameId name, IndexId pin);
  void prefetch_metadata(const AvailableVersion& files);

  /// Waits. Errors: those of the registry.
  Result<const PackageVersions*> versions(NameId name, IndexId pin);
  /// The same if it is known already, else null.
  const PackageVersions* known_versions(NameId name, IndexId pin) const;

  /// Waits. Errors: those of the registry that say nothing about this version alone; an explanation
  /// if it had to be built.
  Result<const VersionMetadata*> metadata(NameId name, const Version& version,
                                          const AvailableVersion& files);
  const VersionMetadata& metadata(const KnownInstalled& installed);

  std::size_t pages_read() const { return versions_.size(); }
  std::size_t metadata_read() const { return metadata_.size(); }

  const std::unordered_map<NameId, std::vector<IndexAbsence>>& absences() const {
    return absences_;
  }

 private:
  using Key = std::pair<NameId, IndexId>;

  std::optional<IndexUrl> pin_url(IndexId pin) const;
  std::shared_ptr<const CoreMetadata> stated(NameId name, const Version& version) const;
  void prepare_requirements(VersionMetadata& version);
  Result<void> fail_to_describe(NameId name, const Version& version, const AvailableVersion& files,
                                Error error, VersionMetadata& out) const;

  const ResolveInput& input_;
  const ResolveServices& services_;
  PackageTable& table_;
  SourceTable& sources_;
  FileJudge judge_;
  std::map<Key, std::unique_ptr<PackageVersions>> versions_;
  std::map<Key, bool> prefetched_;
  std::unordered_map<const void*, std::unique_ptr<VersionMetadata>>
      metadata_;  // by AvailableVersion or KnownInstalled
  std::unordered_map<NameId, std::vector<IndexAbsence>> absences_;
};

}  // namespace axle
