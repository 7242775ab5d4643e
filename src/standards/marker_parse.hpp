// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "axle/base/error.hpp"
#include "standards/marker_table.hpp"

namespace axle {

/// Reads a whole text (PEP 508, "marker_or"), see Marker::parse for what is left out and what is
/// refused. The table must have been told to `begin`.
Result<MarkerId> parse_marker(MarkerTable& table, std::string_view text);

}  // namespace axle
