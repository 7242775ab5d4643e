// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "axle/versions/version_specifiers.hpp"

namespace axle {

/// `!=` clauses for what lies between `upper`, the end of one range of versions (`<` or `<=`), and
/// `lower`, the begin of the next (`>` or `>=`): `!=2.*` between `<2` and `>=3`. PEP 440 cannot say
/// what lies between `<1.3` and `>=2`, for 1.x goes on without end: there the series are named up
/// to 1.99. Of what has too many series the years are named: 1990 to 2023 between 1 and 2024.
/// Nothing if the gap is too wide for that too.
std::optional<std::vector<VersionSpecifier>> excluded_gap(const VersionSpecifier& upper,
                                                          const VersionSpecifier& lower);

}  // namespace axle
