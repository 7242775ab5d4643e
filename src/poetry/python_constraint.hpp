// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/markers/marker.hpp"
#include "axle/versions/version_specifiers.hpp"

namespace axle {

/// What a `python` constraint of Poetry means, as poetry-core reads it: `3.10` and `~3.10` are all
/// releases of the series, `>3.10` begins after 3.10.0, `!=3.10` leaves out 3.10.0 alone. A value.
struct PythonConstraint {
  VersionSpecifiers specifiers;      ///< for `requires-python`; of several ranges, their hull
  std::vector<Marker> alternatives;  ///< one for each range; together they are the constraint

  Marker marker() const;
  /// Errors: as PoetryConstraint::parse.
  static Result<PythonConstraint> parse(std::string_view text);
};

}  // namespace axle
