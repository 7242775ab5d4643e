// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/index/package_page.hpp"
#include "axle/model/index_definition.hpp"
#include "axle/standards/core_metadata.hpp"
#include "axle/versions/package_name.hpp"

namespace axle {

/// Why an index that was asked has no page for a package. Material for hints, not an error.
struct IndexAbsence {
  enum class Reason : std::uint8_t {
    not_found,     ///< 404, or a status that the index ignores; or no such file in a local or flat
                   ///< index
    unauthorized,  ///< 401: the search stopped here (not with the unsafe strategies)
    forbidden,     ///< 403: the same
    offline,       ///< not in the cache, and the network may not be used
  };
  IndexUrl index;
  Reason reason;
  int status = 0;   ///< of HTTP, 0 if there was no answer
  std::string url;  ///< of the page, without credentials
};

/// All that the indexes say about a package. Immutable once made.
struct PackageListing {
  /// One page for each index that has the package, in the order of the indexes; at most one with
  /// IndexStrategy::first_index or a pin. An index that answers with a page has the package, even
  /// if no file of it is usable.
  std::vector<std::shared_ptr<const PackagePage>> pages;
  /// The package's files in each find-links place that has some, in the order of these. They belong
  /// to every one of `pages` (before its own files, version by version), and stand alone if there
  /// is none. Empty with a pin.
  std::vector<std::shared_ptr<const PackagePage>> find_links;
  std::vector<IndexAbsence> absences;
  bool no_index = false;  ///< indexes were not asked: `no-index`

  bool is_found() const { return !pages.empty() || !find_links.empty(); }
};

/// What exists: packages, their files and the metadata of these. Tests and scenarios bring their
/// own.
///
/// Any thread may call any function. Answers are remembered: asking twice is free, also after a
/// failure.
class Registry {
 public:
  virtual ~Registry() = default;

  /// Starts to get the listing, if nobody did; does not wait. `pin`: only this index, whatever the
  /// strategy.
  virtual void prefetch(const PackageName& name,
                        const std::optional<IndexUrl>& pin = std::nullopt) = 0;
  /// The listing; waits for it. A package that no index has is a listing without pages, not an
  /// error. Errors: `network`, `credentials`, `integrity` (E_INDEX_FORMAT, E_INDEX_LIMIT), `io`,
  /// `cancelled`; they end a resolution.
  virtual Result<std::shared_ptr<const PackageListing>> listing(
      const PackageName& name, const std::optional<IndexUrl>& pin = std::nullopt) = 0;

  /// Starts to get the metadata of a file, if nobody did; does not wait.
  virtual void prefetch_metadata(const DistributionFile& file) = 0;
  /// The core metadata of a file; its name is the file's, its version the file's or that without
  /// the local part. Errors: as above; `not_found` with code E_METADATA_DYNAMIC for an sdist whose
  /// metadata only a build can tell; `network` with code E_OFFLINE if it is not in the cache and
  /// the network may not be used.
  virtual Result<std::shared_ptr<const CoreMetadata>> metadata(const DistributionFile& file) = 0;
};

}  // namespace axle
