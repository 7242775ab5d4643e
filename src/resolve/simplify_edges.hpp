// SPDX-License-Identifier: MIT
#pragma once

#include "axle/resolution/resolution.hpp"
#include "resolve/conflict_table.hpp"

namespace axle {

/// Takes out of the edges' markers what is known wherever they are walked: the extras and groups
/// that led there are on, what conflicts with them is off. Edges that would
/// not tell two versions of a name apart any more stay.
void simplify_edges(Resolution& resolution, const Conflicts& conflicts);

}  // namespace axle
