// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "markers/marker_cover.hpp"
#include "markers/marker_table.hpp"

namespace axle {

/// Terms within clauses and clauses among themselves, by the kinds of their variables.
void sort_by_kind(MarkerClauses& clauses);

/// Sorted clauses as text, with common beginnings and common ends taken out (step 4).
std::string text_of(const MarkerClauses& clauses);

/// The canonical text of a marker that is no constant.
std::string canonical_text(MarkerTable& table, MarkerId id);

}  // namespace axle
