// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "axle/base/error.hpp"
#include "terminal/style.hpp"

namespace axle {

/// An error as a person reads it: `error: …`, a `  cause: …` line for each cause with its further
/// lines aligned, then `hint: …` lines, each after a blank one. Ends with a line feed.
std::string render_error(const Error& error, const Style& style);

/// The same for scripts: one JSON object with kind, code, message, causes, file, member and hints.
std::string render_error_json(const Error& error);

}  // namespace axle
