// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>

namespace axle {

/// Whether an option is a flag: it has no value. CLI11 gives flags a type as it does to others, so
/// the size of the type does not tell.
inline bool is_flag(const CLI::Option& option) { return option.get_items_expected_max() == 0; }

}  // namespace axle
