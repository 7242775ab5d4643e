// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "axle/markers/marker.hpp"
#include "axle/resolution/resolve_input.hpp"
#include "axle/standards/wheel_filename.hpp"

namespace axle {

/// The environments that a wheel runs in, as far as its name tells. Tags that
/// nobody knows add nothing.
Marker implied_marker(const WheelFilename& wheel);

/// The platform part of it for one tag: `manylinux_2_28_x86_64` is Linux on x86_64.
Marker implied_platform_marker(std::string_view tag);
/// The Python part of it for one tag; `is_stable_abi`: with `abi3` the tag is a minimum.
Marker implied_python_marker(std::string_view tag, bool is_stable_abi);

/// Where the usable files of one version run, taken together. With minima for the C library, a
/// wheel counts for each library that it still serves, and both have to be served.
class Coverage {
 public:
  /// `minimum` may be null and outlives the coverage.
  explicit Coverage(const MinimumLibc* minimum) : minimum_(minimum) {}

  void add(const WheelFilename& wheel);
  void add_everything() {
    glibc_ = musl_ = Marker::always();
  }  ///< a source distribution runs anywhere
  Marker marker() const { return minimum_ == nullptr ? glibc_ : glibc_ & musl_; }

 private:
  const MinimumLibc* minimum_;
  Marker glibc_ = Marker::never();
  Marker musl_ = Marker::never();
};

}  // namespace axle
