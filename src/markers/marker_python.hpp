// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "axle/versions/python_bounds.hpp"
#include "markers/marker_table.hpp"

namespace axle {

/// `bounds` as an interval of python_full_version: releases without trailing zeros.
MarkerTable::Interval python_interval(MarkerTable& table, const PythonBounds& bounds);

/// python_full_version tests cut down to `bounds`, whose ends are stretched to infinity.
MarkerId simplified_by_python(MarkerTable& table, MarkerId id, const MarkerTable::Interval& bounds);

/// The bounding interval of python_full_version over all satisfying paths.
std::optional<MarkerTable::Interval> python_range_of(const MarkerTable& table, MarkerId id);

}  // namespace axle
