// SPDX-License-Identifier: MIT
#pragma once

#include "axle/versions/version.hpp"

namespace axle {

/// One end of a range of Python versions. `version` means nothing if `kind` is `unbounded`.
struct PythonBound {
  enum class Kind { unbounded, included, excluded };
  Kind kind = Kind::unbounded;
  Version version{};
};

/// The range of Python versions that `requires-python` leaves, as markers see it: releases only.
/// Default: every version.
struct PythonBounds {
  PythonBound lower;
  PythonBound upper;

  [[nodiscard]] bool is_unbounded() const {
    return lower.kind == PythonBound::Kind::unbounded && upper.kind == PythonBound::Kind::unbounded;
  }
};

}  // namespace axle
