// SPDX-License-Identifier: MIT
#pragma once

#include <set>

#include "axle/versions/package_name.hpp"
#include "axle/versions/python_bounds.hpp"
#include "resolution/package_table.hpp"
#include "resolution/unavailable.hpp"
#include "solver/derivation.hpp"

// Steps that make a proof shorter without making it say less. Each takes a proof
// and gives one back; explain() puts them in order.
namespace axle {

/// Leaves out how stand-ins for extras, groups and markers depend on what they stand for.
solver::Derivation drop_proxies(const solver::Derivation& proof, const PackageTable& packages);

/// Leaves out of the packages' markers what `requires-python` says already.
solver::Derivation shorten_markers(const solver::Derivation& proof, PackageTable& packages,
                                   const PythonBounds& python);

/// A member of the workspace has one version; nobody wants to hear that there are no others.
solver::Derivation drop_member_versions(const solver::Derivation& proof,
                                        const PackageTable& packages,
                                        const std::set<PackageName>& members);

/// Speaks of the only member as of the root itself.
solver::Derivation drop_root_needs_project(const solver::Derivation& proof,
                                           const PackageTable& packages,
                                           const PackageName& project);

/// Versions that are refused for the same reason become one fact.
solver::Derivation merge_refusals(const solver::Derivation& proof, const UnavailableTable& reasons);

/// "There is no other version of a" says nothing where a dependency on a, and what that a depends
/// on, follow each other.
solver::Derivation drop_versions_between_needs(const solver::Derivation& proof);

/// The same where the conclusion covers all versions, or all that are left.
solver::Derivation drop_covered_versions(const solver::Derivation& proof);

/// Two facts that a package has no versions become one, as often as there are such.
solver::Derivation merge_missing_versions(const solver::Derivation& proof);

}  // namespace axle
