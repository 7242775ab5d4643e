// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "axle/base/error.hpp"
#include "axle/markers/marker.hpp"
#include "markers/marker_table.hpp"

namespace axle {

/// What a parser makes of single comparisons; none for one that is left out. See marker_atom.hpp.
class MarkerAtoms {
 public:
  virtual ~MarkerAtoms() = default;
  virtual std::optional<MarkerId> comparison(MarkerVariable variable, MarkerOperator op,
                                             std::string_view value, bool is_reversed) = 0;
  virtual std::optional<MarkerId> extra(MarkerOperator op, std::string_view value) = 0;
  virtual MarkerId list(bool is_extras, bool is_in, std::string_view value) = 0;
};

/// The comparison with its sides exchanged: `<` for `>`, `contains` for `in`, and back.
MarkerOperator turned_round(MarkerOperator op);

/// Reads a whole text (PEP 508, "marker_or"), see Marker::parse for what is left out and what is
/// refused. The table must have been told to `begin`.
Result<MarkerId> parse_marker(MarkerTable& table, MarkerAtoms& atoms, std::string_view text);

}  // namespace axle
