// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "markers/marker_table.hpp"

namespace axle {

/// Every extra taken as whatever makes the marker hold: existential quantification.
MarkerId without_extras(MarkerTable& table, MarkerId id);
/// Everything but extras taken as whatever makes it hold.
MarkerId only_extras(MarkerTable& table, MarkerId id);
/// The tests of extras in a diagram, in their order.
std::vector<TestId> extra_tests(const MarkerTable& table, MarkerId id);
/// With the tests for which `decide` has an answer replaced by it.
MarkerId assuming(MarkerTable& table, MarkerId id,
                  const std::function<std::optional<bool>(TestId)>& decide);
/// With the tests of all extras replaced by `hold`.
MarkerId assuming_all_extras(MarkerTable& table, MarkerId id, bool hold);

}  // namespace axle
