// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "axle/base/environment.hpp"

namespace axle {

/// `${NAME}`, with capitals, digits and underscores, replaced by the variable's value; one that is
/// not set stays as it is, as pip has it.
std::string expand_variables(std::string_view text, const Environment& environment);

/// The same for the URL of a requirement, where `${PROJECT_ROOT}` is the directory of the command
/// unless the variable is set.
std::string expand_url_variables(std::string_view url, const Environment& environment,
                                 const std::filesystem::path& directory);

}  // namespace axle
