// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace axle {

/// Whether a file may be used, and if not, why.
struct FileVerdict {
  enum class Kind : std::uint8_t {
    // From the least to the most promising: the last one is what is told of a version without a
    // usable file.
    variant,    ///< a wheel of a variant that nobody asked for (PEP 825)
    old_name,   ///< a source distribution whose name is older than PEP 625 (.zip, .tar.bz2 …)
    no_build,   ///< building is not allowed
    no_binary,  ///< wheels are not allowed
    yanked,
    python_tag,  ///< for one machine: Python tag, ABI or platform do not suit; for all: no Python
                 ///< in question can load it
    too_new,     ///< uploaded after `exclude-newer`, or nobody knows when
    usable,
  };
  Kind kind = Kind::usable;
  std::uint32_t tag_priority = 0;  ///< of a usable wheel for one machine: higher is better

  bool is_usable() const { return kind == Kind::usable; }
  bool is_too_new() const { return kind == Kind::too_new; }
};

}  // namespace axle
