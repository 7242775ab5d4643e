// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "axle/base/error.hpp"

namespace axle {

/// The text of a requirements file as UTF-8: PowerShell writes UTF-16 with a byte order mark, as
/// pip and uv read it. Without such a mark the bytes must be UTF-8. Errors: `invalid_input` for
/// bytes that are neither, half a character and lone surrogates among them.
Result<std::string> requirements_utf8(std::string bytes);

}  // namespace axle
