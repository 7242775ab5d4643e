// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "axle/lock/lockfile.hpp"
#include "lock/select_packages.hpp"

namespace axle {

/// A package that a selection reaches, and where.
struct ExportedPackage {
  std::size_t package;            ///< position in the lock
  Marker marker;                  ///< simplified by requires-python, without conflict items
  std::set<std::size_t> parents;  ///< the packages that need it
};

/// All packages that a selection reaches on some machine, in the order of the lock. The roots are
/// among them. Errors: `invalid_input` for a root that the lock does not have.
Result<std::vector<ExportedPackage>> reach_packages(const Lockfile& lockfile,
                                                    const LockSelection& selection);

struct ExportStyle {
  bool hashes = true;
  bool annotate = true;
};

/// As a requirements file. Virtual packages and those that `omitted` names are left out.
std::string requirements_export(const Lockfile& lockfile,
                                const std::vector<ExportedPackage>& packages,
                                const std::set<PackageName>& omitted, const ExportStyle& style);

/// As a `pylock.toml` (PEP 751). Errors: `integrity` for a file without a digest.
Result<std::string> pylock_export(const Lockfile& lockfile,
                                  const std::vector<ExportedPackage>& packages,
                                  const std::set<PackageName>& omitted);

}  // namespace axle
