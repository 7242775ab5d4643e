// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "axle/markers/marker.hpp"
#include "markers/marker_table.hpp"

namespace axle {

/// `test op release` for the six comparisons of releases (`compatible`, `in` are not among them).
MarkerId version_atom(MarkerTable& table, TestId test, MarkerOperator op,
                      const MarkerRelease& release);

/// Whether PEP 440 has `op` with such a version: local ones are only equal or not, and `~=` wants
/// two numbers.
bool is_version_comparison(MarkerOperator op, std::string_view version);

/// See `comparison_atom`; `variable` is one that has versions.
std::optional<MarkerId> version_comparison_atom(MarkerTable& table, MarkerVariable variable,
                                                MarkerOperator op, std::string_view value,
                                                bool is_reversed);

}  // namespace axle
