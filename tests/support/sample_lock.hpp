// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "axle/lock/lock.hpp"

namespace axle {

/// A lock with one of nearly everything, as uv lays it out.
std::string sample_lock();

/// Reads a lock that must be good.
Lockfile read_good(std::string text);

/// `text` with the first `from` replaced. Requires: it is there.
std::string replaced(std::string text, std::string_view from, std::string_view to);

}  // namespace axle
