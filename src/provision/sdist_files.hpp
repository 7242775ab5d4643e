// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>

#include "axle/base/error.hpp"
#include "axle/index/index_set.hpp"
#include "build/package_source.hpp"
#include "services/services.hpp"

namespace axle {

/// A source distribution on this machine.
struct LocalArchive {
  std::filesystem::path path;
  std::string sha256;
};

/// Brings a source distribution here: from its path, from the cache, or by its URL, checked against
/// the hashes and the size that are stated. One whose SHA-256 is not stated is fetched anew by each
/// command, unless the network is off. Errors: `integrity` (E_HASH, E_SIZE), `network`,
/// `credentials`, `not_found`, `io`, `cancelled`.
Result<LocalArchive> local_archive(const PackageName& name, const SdistSource& sdist,
                                   const IndexSet& indexes, Services& services);

}  // namespace axle
