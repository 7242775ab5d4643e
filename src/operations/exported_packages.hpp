// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/lock/lockfile.hpp"
#include "axle/project/project.hpp"
#include "services/options.hpp"
#include "services/services.hpp"
#include "views/export.hpp"

namespace axle {

/// What of the reached packages is written.
struct ExportChoice {
  const EmissionOptions& emission;
  const std::vector<std::string>& prune;
  std::optional<PackageName> project;  ///< that `--no-emit-project` means
};

/// The packages of a lock that `axle export` writes: those that the selection reaches, less what
/// the options leave out. What is left out still passes on what it needs.
/// Errors: those of reach_packages; `invalid_input` for a name that is none.
Result<std::vector<ExportedPackage>> exported_packages(const Lockfile& lockfile,
                                                       const LockSelection& selection,
                                                       const ExportChoice& choice);

/// Puts a SHA-256 where the lock has no digest of a file of these packages, as a pylock.toml needs
/// one of each: reads the file, or downloads it. Errors: `network`, also when offline, and `io`,
/// naming the file.
Result<void> complete_digests(Lockfile& lockfile, const std::vector<ExportedPackage>& packages,
                              const std::filesystem::path& root, const IndexSet& indexes,
                              Services& services);

}  // namespace axle
