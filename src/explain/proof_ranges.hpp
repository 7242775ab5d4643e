// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <span>

#include "axle/versions/version.hpp"
#include "resolution/package_table.hpp"
#include "resolution/unavailable.hpp"
#include "solver/derivation.hpp"

// Steps that give a proof ranges which a person can read. They are for messages:
// what such a proof says of versions that do not exist may be wrong.
namespace axle {

/// The versions that count of a package, ascending; empty if they are not known.
using KnownVersions = std::function<std::span<const Version>(const SolverPackage&)>;
/// Whether pre-releases of a package may be chosen.
using AllowsPrereleases = std::function<bool(const SolverPackage&)>;

/// Removes the marks for local versions, and facts about nothing but local versions of one version.
solver::Derivation drop_local_marks(const solver::Derivation& proof);

/// Undoes that ranges were widened to the gaps between known versions.
solver::Derivation narrow_ranges(const solver::Derivation& proof, const PackageTable& packages,
                                 const UnavailableTable& reasons, const KnownVersions& known);

/// Simplifies all ranges, as far as they hold the same known versions.
solver::Derivation simplify_ranges(const solver::Derivation& proof, const PackageTable& packages,
                                   const KnownVersions& known,
                                   const AllowsPrereleases& allows_prereleases);

/// Where a conclusion now reaches past its causes, over versions that do not exist: says that these
/// do not exist.
solver::Derivation restate_missing_versions(const solver::Derivation& proof,
                                            const PackageTable& packages,
                                            const KnownVersions& known);

}  // namespace axle
