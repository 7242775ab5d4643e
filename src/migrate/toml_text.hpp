// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "axle/toml/toml.hpp"
#include "migrate/source_comments.hpp"

namespace axle {

/// A value as it is written behind a key: tables inline, an array of more than one item with a line
/// for each. Items take along the comments of the lines that they were made from.
std::string toml_value_text(const TomlValue& value, const SourceComments& comments = {});

}  // namespace axle
