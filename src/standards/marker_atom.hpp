// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "axle/standards/marker.hpp"
#include "standards/marker_table.hpp"

namespace axle {

// One comparison as a diagram, in the normal form of uv-behaviour 4.6: `python_version` and
// `platform_system` become what they stand for. None where the comparison has no meaning.

/// `variable op 'value'`; `is_reversed` if it was written `'value' op variable` (`op` is already
/// turned round), where a version may have no `.*`.
std::optional<MarkerId> comparison_atom(MarkerTable& table, MarkerVariable variable,
                                        MarkerOperator op, std::string_view value,
                                        bool is_reversed);
/// `extra == 'value'`, `extra != 'value'`. Never true if `value` is no name.
std::optional<MarkerId> extra_atom(MarkerTable& table, MarkerOperator op, std::string_view value);
/// `'value' in extras`, `'value' in dependency_groups`.
MarkerId list_atom(MarkerTable& table, bool is_extras, bool is_in, std::string_view value);

}  // namespace axle
