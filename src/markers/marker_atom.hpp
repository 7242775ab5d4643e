// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "axle/markers/marker.hpp"
#include "markers/marker_parse.hpp"
#include "markers/marker_table.hpp"

namespace axle {

// One comparison as a diagram, in one normal form: `python_version` and
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

/// All of them for a parser.
class DiagramAtoms final : public MarkerAtoms {
 public:
  explicit DiagramAtoms(MarkerTable& table) : table_(table) {}
  std::optional<MarkerId> comparison(MarkerVariable variable, MarkerOperator op,
                                     std::string_view value, bool is_reversed) override {
    return comparison_atom(table_, variable, op, value, is_reversed);
  }
  std::optional<MarkerId> extra(MarkerOperator op, std::string_view value) override {
    return extra_atom(table_, op, value);
  }
  MarkerId list(bool is_extras, bool is_in, std::string_view value) override {
    return list_atom(table_, is_extras, is_in, value);
  }

 private:
  MarkerTable& table_;
};

}  // namespace axle
