// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "axle/base/environment.hpp"

namespace axle {

/// The columns of the terminal behind a stream, as it is now; COLUMNS if the terminal does not say,
/// else 80. At least 1.
std::size_t terminal_width(int stream, const Environment& environment);

}  // namespace axle
