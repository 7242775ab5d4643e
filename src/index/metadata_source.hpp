// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "axle/model/distribution_file.hpp"
#include "axle/standards/core_metadata.hpp"
#include "base/guarded.hpp"
#include "index/index_services.hpp"

namespace axle {

/// Core metadata of distributions, from where it costs least: the cache, the file itself if it is
/// local, the metadata file that the index offers (PEP 658, its hash checked), the end of the
/// wheel, the whole wheel.
///
/// Cached for ever by the digest of the file or of its metadata; without one, by URL for as long as
/// the server's Cache-Control allows.
class MetadataSource {
 public:
  MetadataSource(const IndexServices& services, const IndexSet& indexes)
      : services_(services), indexes_(indexes) {}

  /// From the cache or a local wheel; none if it has to be asked for. Costs two system calls or so.
  std::optional<Result<std::shared_ptr<const CoreMetadata>>> at_hand(
      const DistributionFile& file) const;
  /// Waits for it. Errors: those of Registry::metadata.
  Result<std::shared_ptr<const CoreMetadata>> get(const DistributionFile& file);

 private:
  struct Source;
  Result<std::shared_ptr<const CoreMetadata>> fetch(const DistributionFile& file);
  Result<std::optional<std::string>> fetch_metadata_file(const DistributionFile& file,
                                                         Source& source) const;
  Result<std::string> fetch_from_wheel(const DistributionFile& file, Source& source);
  std::filesystem::path entry_of(const DistributionFile& file) const;
  CachePolicy policy_of(const DistributionFile& file) const;

  const IndexServices& services_;
  const IndexSet& indexes_;
  Guarded<std::set<std::string>> without_ranges_;  // index URLs
};

/// A wheel of an index as a lock or a page names it.
struct RememberedWheel {
  const std::string& index;  ///< IndexUrl::text()
  const PackageName& name;
  const std::string& url;
  std::span<const FileHash> hashes;
};
/// The metadata that resolving read of it, however long ago; none if the cache does not have it.
/// Asks no server.
std::optional<CoreMetadata> remembered_metadata(const Cache& cache, const HttpCache& http_cache,
                                                const RememberedWheel& wheel);

/// Whether the index broke a promise about the file (hash, size, whose it is) or sent what it never
/// may: damage or an attack, so no reason to look at another version. Metadata that is merely
/// unreadable is none.
bool is_broken_promise(const Error& error);

/// The metadata in `text`, held against what `file` claims: the same name, the same version or its
/// public part. Errors: `integrity` with E_WHEEL_META, or E_WHEEL_NAME if it is another project's.
Result<std::shared_ptr<const CoreMetadata>> read_metadata_of(const DistributionFile& file,
                                                             std::string_view text);

}  // namespace axle
