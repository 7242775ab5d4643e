// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "solver/ids.hpp"
#include "solver/term.hpp"

namespace axle::solver {

struct PackageTerm {
  PackageId package;
  Term term;
  friend bool operator==(const PackageTerm&, const PackageTerm&) = default;
};

// Why an incompatibility holds: a closed set. Versions are those of its terms.
struct NotRoot {  ///< the root must be selected
  Version version;
};
struct NoVersions {};    ///< the caller knows no version in the range
struct FromDependency {  ///< `versions` of `dependent` need `needed` of `dependency`
  PackageId dependent;
  PackageId dependency;
  Term versions;  ///< positive
  Term needed;    ///< negative, as the incompatibility has it
};
struct Custom {  ///< the caller refuses the range
  ReasonId reason;
};
struct DerivedFrom {  ///< follows from two others
  IncompatibilityId first;
  IncompatibilityId second;
};
using Cause = std::variant<NotRoot, NoVersions, FromDependency, Custom, DerivedFrom>;

/// A set of terms that never hold together (docs/solver.md, "Incompatibility"). At most one term a
/// package, none of them `any`. A value, immutable once it is in a store.
class Incompatibility {
 public:
  static Incompatibility not_root(PackageId root, const Version& version);
  static Incompatibility no_versions(PackageId package, VersionRange range);
  static Incompatibility custom(PackageId package, VersionRange range, ReasonId reason);
  /// An empty `needed` forbids `versions`; so does a need of itself, for the versions that do not
  /// meet it.
  static Incompatibility from_dependency(PackageId dependent, VersionRange versions,
                                         PackageId dependency, VersionRange needed);
  /// The rule of resolution: what follows from `first` and `second` when both speak of `package`.
  static Incompatibility resolvent(IncompatibilityId first_id, const Incompatibility& first,
                                   IncompatibilityId second_id, const Incompatibility& second,
                                   PackageId package);

  std::span<const PackageTerm> terms() const { return terms_; }
  const Term* term_of(PackageId package) const;  ///< null if it does not speak of `package`
  const Cause& cause() const { return cause_; }
  const FromDependency* dependency() const { return std::get_if<FromDependency>(&cause_); }
  const DerivedFrom* derived() const { return std::get_if<DerivedFrom>(&cause_); }

  /// Both as one, if both say that one package needs the same versions of the same other one; a
  /// package that depends on itself never merges, as each of its versions decides by itself whether
  /// that holds.
  std::optional<Incompatibility> merged_with(const Incompatibility& other) const;

  /// Whether this says that the root cannot be selected, which ends the search.
  bool is_terminal(PackageId root, const Version& root_version) const;

 private:
  Incompatibility(std::vector<PackageTerm> terms, Cause cause);

  std::vector<PackageTerm> terms_;
  Cause cause_;
};

}  // namespace axle::solver
