// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/versions/version_range.hpp"
#include "axle/versions/version_specifiers.hpp"

namespace axle {

/// A version constraint as Poetry writes it: `^1.2`, `~1.2.3`, `1.2.*`, `>=1 <2 || ^3`. A value.
/// Source: Poetry's documentation, "Dependency specification", "Version constraints".
class PoetryConstraint {
 public:
  /// The constraint in terms of PEP 440. White space and commas mean "and", `||` and `|` mean "or".
  /// Errors: `invalid_input` naming the part that is wrong: an empty text or alternative, a word
  /// that is no version, a caret or tilde with a wildcard, `=>`, `===`, a range with a hyphen.
  static Result<PoetryConstraint> parse(std::string_view text);

  /// One or more; a version fits if it fits one of them. `*` has no specifiers.
  const std::vector<VersionSpecifiers>& alternatives() const { return alternatives_; }
  bool is_any() const;
  VersionRange range() const;
  /// All of it as one list of specifiers, which must all hold: PEP 440 has no "or". Where no such
  /// list says just that, as for `~1.2 || ~2.0`, the series in the gap are excluded one by one, up
  /// to 1.99 (`is_exact` is false then).
  struct Single {
    VersionSpecifiers specifiers;
    bool is_exact = true;
  };
  /// None if the alternatives lie too far apart for that.
  std::optional<Single> single() const;
  /// One list of specifiers from the least to the greatest version; it allows the gaps too.
  VersionSpecifiers hull() const;

 private:
  std::vector<VersionSpecifiers> alternatives_;
};

/// From the least to the greatest version of alternatives, as PoetryConstraint::hull. Requires: at
/// least one.
VersionSpecifiers hull_of(const std::vector<VersionSpecifiers>& alternatives);

}  // namespace axle
