// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "markers/marker_guard.hpp"
#include "markers/marker_table.hpp"

namespace axle {

/// A marker as alternatives of conjunctions; terms are numbers of `terms`, each term once.
struct MarkerClauses {
  std::vector<MarkerTerm> terms;
  std::vector<std::vector<std::uint32_t>> clauses;
};

/// An irredundant cover of `id`, which is no constant, in the order that uv writes it, steps 1
/// and 2: no clause and no test of a clause can be left out. Not yet sorted. Needs more than a
/// million terms: the table is over.
MarkerClauses cover_of(MarkerTable& table, MarkerId id);

}  // namespace axle
