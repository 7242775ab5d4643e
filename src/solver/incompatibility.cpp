// SPDX-License-Identifier: MIT
#include "solver/incompatibility.hpp"

#include <algorithm>
#include <utility>

namespace axle::solver {
namespace {

std::vector<PackageTerm>::iterator find(std::vector<PackageTerm>& terms, PackageId package) {
  return std::ranges::find(terms, package, &PackageTerm::package);
}

}  // namespace

Incompatibility::Incompatibility(std::vector<PackageTerm> terms, Cause cause)
    : terms_(std::move(terms)), cause_(std::move(cause)) {}

Incompatibility Incompatibility::not_root(PackageId root, const Version& version) {
  return {{{root, Term::negative(VersionRange::singleton(version))}}, NotRoot{version}};
}

Incompatibility Incompatibility::no_versions(PackageId package, VersionRange range) {
  return {{{package, Term::positive(std::move(range))}}, NoVersions{}};
}

Incompatibility Incompatibility::custom(PackageId package, VersionRange range, ReasonId reason) {
  return {{{package, Term::positive(std::move(range))}}, Custom{reason}};
}

Incompatibility Incompatibility::from_dependency(PackageId dependent, VersionRange versions,
                                                 PackageId dependency, VersionRange needed) {
  FromDependency cause{dependent, dependency, Term::positive(std::move(versions)),
                       Term::negative(std::move(needed))};
  std::vector<PackageTerm> terms{{dependent, cause.versions}};
  // A package has one term, so a dependency on itself becomes: selected in `versions` and not in
  // `needed`.
  if (dependent == dependency)
    terms.front().term = cause.versions.intersect(cause.needed);
  else if (!cause.needed.is_any())
    terms.push_back({dependency, cause.needed});
  return {std::move(terms), std::move(cause)};
}

Incompatibility Incompatibility::resolvent(IncompatibilityId first_id, const Incompatibility& first,
                                           IncompatibilityId second_id,
                                           const Incompatibility& second, PackageId package) {
  std::vector<PackageTerm> terms;
  for (const PackageTerm& part : first.terms_)
    if (part.package != package) terms.push_back(part);
  for (const PackageTerm& part : second.terms_) {
    if (part.package == package) continue;
    if (const auto known = find(terms, part.package); known != terms.end())
      known->term = known->term.intersect(part.term);
    else
      terms.push_back(part);
  }
  Term united = first.term_of(package)->unite(*second.term_of(package));
  if (!united.is_any()) terms.push_back({package, std::move(united)});
  return {std::move(terms), DerivedFrom{first_id, second_id}};
}

const Term* Incompatibility::term_of(PackageId package) const {
  const auto found = std::ranges::find(terms_, package, &PackageTerm::package);
  return found == terms_.end() ? nullptr : &found->term;
}

std::optional<Incompatibility> Incompatibility::merged_with(const Incompatibility& other) const {
  const FromDependency* mine = dependency();
  const FromDependency* theirs = other.dependency();
  if (!mine || !theirs || mine->dependent != theirs->dependent) return std::nullopt;
  if (mine->dependency != theirs->dependency || mine->dependent == mine->dependency)
    return std::nullopt;
  if (!(mine->needed == theirs->needed)) return std::nullopt;
  return from_dependency(mine->dependent, mine->versions.unite(theirs->versions).range(),
                         mine->dependency, mine->needed.range());
}

bool Incompatibility::is_terminal(PackageId root, const Version& root_version) const {
  if (terms_.empty()) return true;
  return terms_.size() == 1 && terms_.front().package == root &&
         terms_.front().term.contains(root_version);
}

}  // namespace axle::solver
