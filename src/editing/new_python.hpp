// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "axle/base/error.hpp"
#include "services/services.hpp"

namespace axle {

/// The Python that something new is begun with.
struct NewPython {
  std::string requires_python;  ///< `>=3.12`, or the range that was asked for
  std::string pin;              ///< for `.python-version`
  bool is_asked_for = false;    ///< by option, variable or file, and not just what was found
};

/// What `--python` asks for, else a `.python-version` in `directory` or above it, else the first
/// Python that is found. A version that is not here is taken at its word. Errors: `not_found` if
/// there is no Python at all.
Result<NewPython> new_python(const std::optional<std::string>& python,
                             const std::filesystem::path& directory, Services& services);

}  // namespace axle
