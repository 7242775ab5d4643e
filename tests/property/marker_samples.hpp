// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <random>
#include <string>
#include <vector>

#include "axle/markers/marker.hpp"
#include "axle/markers/marker_environment.hpp"

namespace axle::test {

/// A machine and the extras asked for on it.
struct MarkerPlace {
  MarkerEnvironment machine;
  std::vector<ExtraName> extras;
};

/// Machines that exist, times Python versions, times extras: every value that samples name and
/// others.
const std::vector<MarkerPlace>& marker_places();

/// A random marker as text, and whether it holds, worked out on its own from PEP 508.
struct MarkerSample {
  std::string text;
  std::function<bool(const MarkerPlace&)> holds;
};

/// Up to `depth` levels of `and` and `or`.
MarkerSample random_marker(std::mt19937& random, unsigned depth);

/// The places in which `marker` holds.
std::vector<bool> truth_of(Marker marker);
std::vector<bool> truth_of(const MarkerSample& sample);

/// `Marker::parse`, which must succeed.
Marker marker(const std::string& text);

}  // namespace axle::test
