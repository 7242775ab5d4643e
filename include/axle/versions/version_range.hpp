// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "axle/versions/interval_set.hpp"
#include "axle/versions/version.hpp"
#include "axle/versions/version_specifiers.hpp"

namespace axle {

/// A set of versions. A value.
///
/// Its bounds may be places between versions: after every local label of a version (`==1.0` is
/// [1.0, 1.0+MAX)), before everything of a release, after everything of one. They order like
/// versions; `describe` takes them apart.
class VersionRange {
 public:
  VersionRange() = default;  ///< empty
  static VersionRange empty() { return {}; }
  static VersionRange full() { return VersionRange(IntervalSet<Version>::full()); }
  /// Exactly that version: without local label it does not have those with one.
  static VersionRange singleton(const Version& version) {
    return VersionRange(IntervalSet<Version>::singleton(version));
  }
  static VersionRange of(Bound<Version> lower, Bound<Version> upper) {
    return VersionRange(IntervalSet<Version>::of(std::move(lower), std::move(upper)));
  }
  static VersionRange from(const VersionSpecifier& specifier);
  static VersionRange from(const VersionSpecifiers& specifiers);
  /// By the releases of versions alone, as requires-python and markers are read; `trim` takes
  /// trailing zeros away.
  static VersionRange of_releases(const VersionSpecifier& specifier, bool trim);
  static VersionRange of_releases(const VersionSpecifiers& specifiers, bool trim);
  /// Everything between the neighbours of `version` in `known` (ascending), these left out.
  static VersionRange gap_around(const Version& version, std::span<const Version> known);

  const std::vector<Interval<Version>>& segments() const { return set_.segments(); }
  bool is_empty() const { return set_.is_empty(); }
  bool is_full() const { return set_.is_full(); }
  bool contains(const Version& version) const { return set_.contains(version); }
  bool is_disjoint(const VersionRange& other) const { return set_.is_disjoint(other.set_); }
  bool is_subset_of(const VersionRange& other) const { return set_.is_subset_of(other.set_); }
  VersionRange complement() const { return VersionRange(set_.complement()); }
  VersionRange intersect(const VersionRange& other) const {
    return VersionRange(set_.intersect(other.set_));
  }
  VersionRange unite(const VersionRange& other) const {
    return VersionRange(set_.unite(other.set_));
  }
  /// The smallest single interval around it; full ends for an empty one.
  Interval<Version> hull() const;

  /// Whether it is made of single versions, each perhaps with all its local labels: what `==`
  /// leaves.
  bool is_singleton_constraint() const;
  /// The version, if it is exactly one.
  std::optional<Version> as_singleton() const;

  /// What a bound is: a version, or the place beside one.
  struct Place {
    enum class Kind : std::uint8_t {
      version,
      after_locals,  ///< after the version and all its local labels
      before_all,    ///< before its first developmental release
      after_all,     ///< after its last post-release
    };
    Kind kind;
    Version version;  ///< without the mark
  };
  static Place describe(const Version& bound);
  static Version after_locals_of(const Version& version);

  /// "==1.0", ">=1,<2", "<2 | >3", "*", "∅".
  std::string to_string() const;

  /// The same versions, as far as bounds tell: `<=1.0` and `<1.0.post0.dev0` are equal.
  friend bool operator==(const VersionRange& a, const VersionRange& b);
  friend std::strong_ordering operator<=>(const VersionRange& a, const VersionRange& b) {
    return a.set_ <=> b.set_;
  }

 private:
  explicit VersionRange(IntervalSet<Version> set) : set_(std::move(set)) {}
  static Version marked(Version version, Version::Edge edge);
  static std::optional<Version> real_successor(const Version& bound);
  IntervalSet<Version> canonical() const;

  IntervalSet<Version> set_;
};

}  // namespace axle
