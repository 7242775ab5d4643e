// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "axle/versions/version.hpp"
#include "axle/versions/version_range.hpp"

// Version sets as messages show them: with bounds that a person could have written, or that name
// versions which exist.
namespace axle {

/// One stretch of a range, with bounds that are versions a person may write. No version: no bound.
struct ShownSegment {
  std::optional<Version> lower, upper;
  bool has_lower = true, has_upper = true;  ///< the bound itself belongs to it

  bool is_everything() const { return !lower && !upper; }
};
std::vector<ShownSegment> shown_segments(const VersionRange& range);

/// The version, if the range is exactly one.
std::optional<Version> single_version(const VersionRange& range);

/// `==2.4.*` for `>=2.4.dev0,<2.5.dev0`; empty for other segments.
std::string prefix_match(const ShownSegment& segment);

/// Without the marks that stand for "with any local part": `==1.0` is 1.0, `<=1.0` ends at 1.0.
VersionRange without_local_marks(const VersionRange& range);
/// Whether the range is what 1.0 leaves of `==1.0`: only versions with a local part.
bool is_local_rest(const VersionRange& range);

/// `known` is ascending. All of them in the range: everything. Else bounds move in to the outermost
/// known versions of their segment, except where a segment has no end; segments without known
/// versions vanish. None at all: as it was.
VersionRange narrowed_to(const VersionRange& range, std::span<const Version> known);

/// A simpler range with the same versions of `known` (ascending): what lies between them is free. A
/// single version, or a range with none of them, stays as it is.
VersionRange simplified_for(const VersionRange& range, std::span<const Version> known);

/// The part of `range` between the lowest and the highest of `known` (ascending, not empty), both
/// included.
VersionRange clamped_to(const VersionRange& range, std::span<const Version> known);

/// The range that is left of `range`, to be told as what is available: segments outside `known`
/// (ascending) vanish, bounds end with it, and a bound that is no known version is shown as
/// excluded. Nothing known: empty.
VersionRange available_part(const VersionRange& range, std::span<const Version> known);

/// Whether a bound names a pre-release, other than `.dev0` that only closes a `==2.4.*` or `~=`.
bool names_prerelease(const VersionRange& range);
/// Whether any bound is a pre-release.
bool has_prerelease_bound(const VersionRange& range);

}  // namespace axle
