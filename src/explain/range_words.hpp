// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "axle/versions/version_range.hpp"

namespace axle {

/// What is said of a range.
enum class RangeUse : std::uint8_t {
  needed,     ///< "a depends on b>=1"
  said_of,    ///< "all versions of b cannot be used"
  available,  ///< "only b<=2 is available"
};

/// "torch>=2.5.1", "all versions of torch", or a list over several lines that ends in a line break.
std::string range_words(RangeUse use, const std::string& name, const VersionRange& range);

/// Whether what follows such words is in the plural.
bool reads_plural(const VersionRange& range);

}  // namespace axle
