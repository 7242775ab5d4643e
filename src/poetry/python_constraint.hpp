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
/// releases of the series, `>3.10` begins after 3.10.0, `!=3.10` leaves out 3.10.0 alone, and `3`
/// is 3.0 as far as a marker is concerned. A value.
struct PythonConstraint {
  struct Range {
    VersionSpecifiers specifiers;  ///< as `requires-python` has to say it
    Marker marker;
  };
  std::vector<Range> alternatives;  ///< one or more; together they are the constraint

  Marker marker() const;
  /// For `requires-python`; of several ranges, their hull.
  VersionSpecifiers specifiers() const;
  /// Takes out the ranges below Python 3, unless there are no others. Whether there were any.
  bool leave_out_python_2();
  /// Errors: as PoetryConstraint::parse.
  static Result<PythonConstraint> parse(std::string_view text);
};

}  // namespace axle
