// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "axle/base/error.hpp"
#include "axle/versions/python_bounds.hpp"
#include "axle/versions/version_range.hpp"
#include "axle/versions/version_specifiers.hpp"

namespace axle {

struct WheelFilename;

/// The Python versions that something supports (`requires-python`), as uv reads it: releases only.
/// A value; the default supports every version.
class RequiresPython {
 public:
  RequiresPython() = default;
  /// Keeps the specifiers as they are.
  static RequiresPython from(VersionSpecifiers specifiers);
  /// The versions that all of them allow, with specifiers rebuilt from the range; none if there are
  /// none. An empty list gives none.
  static std::optional<RequiresPython> intersection(std::span<const VersionSpecifiers> all);
  /// `>=version`.
  static RequiresPython at_least(const Version& version);
  static RequiresPython within(const PythonBounds& bounds);

  const VersionSpecifiers& specifiers() const { return specifiers_; }
  const PythonBounds& bounds() const { return bounds_; }
  const VersionRange& range() const { return range_; }

  /// `bounds` and this; what this is if they have nothing in common.
  RequiresPython narrowed_to(const PythonBounds& bounds) const;
  /// The part below `lower` and the part from it on; none if one of them would be empty.
  std::optional<std::pair<RequiresPython, RequiresPython>> split(const PythonBound& lower) const;

  bool contains(const Version& python) const {
    return specifiers_.contains(python.base_release(), true);
  }
  /// Whether everything here is supported by `other`: only lower bounds count.
  bool is_contained_by(const VersionSpecifiers& other) const;
  /// Whether the wheel's Python and ABI tags fit some version here; platforms are not looked at.
  bool matches_wheel_tag(const WheelFilename& wheel) const;

  /// `>=3.11, <4`
  std::string to_string() const { return specifiers_.to_string(", "); }
  friend bool operator==(const RequiresPython& a, const RequiresPython& b) {
    return a.specifiers_ == b.specifiers_;
  }

 private:
  VersionSpecifiers specifiers_;
  VersionRange range_ = VersionRange::full();
  PythonBounds bounds_;
};

/// The specifiers that describe a set of releases; gaps that cannot be written are left out.
VersionSpecifiers specifiers_of_releases(const VersionRange& range);

/// Unbounded < included < excluded for lower bounds; excluded < included < unbounded for upper
/// ones.
std::strong_ordering compare_lower_bounds(const PythonBound& a, const PythonBound& b);
std::strong_ordering compare_upper_bounds(const PythonBound& a, const PythonBound& b);

}  // namespace axle
