// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <span>

#include "axle/markers/marker_environment.hpp"
#include "axle/versions/package_name.hpp"
#include "markers/marker_table.hpp"

namespace axle {

/// What is active besides the machine: extras for `extra == 'x'`, the lists for PEP 751.
struct ActiveNames {
  std::span<const ExtraName> extra;
  std::span<const ExtraName> extras;
  std::span<const GroupName> groups;
};

bool evaluate_marker(const MarkerTable& table, MarkerId id, const MarkerEnvironment& environment,
                     const ActiveNames& active);

/// Whether it holds in some (`every` false) or in every environment with exactly `extras`.
bool holds_with_extras(const MarkerTable& table, MarkerId id, std::span<const ExtraName> extras,
                       bool every);

}  // namespace axle
