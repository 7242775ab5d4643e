// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/model/sourced_requirement.hpp"
#include "operations/services.hpp"
#include "operations/source_builder.hpp"

namespace axle {

/// Whether a requirement on a command line is a folder or a repository, perhaps with extras, whose
/// name only its files tell: `.`, `./lib[dev]`, `git+https://…`.
bool is_unnamed_source(std::string_view text, const std::filesystem::path& directory);

/// Takes those out of the requirements of a command line, in order.
std::vector<std::string> take_unnamed(std::vector<std::string>& packages,
                                      const std::filesystem::path& directory);

/// Such a requirement with the name that its files have; with `is_editable` (`-e`) a folder is
/// installed editable. Errors: `invalid_input` for what is no folder with `-e`; those of fetching
/// and building.
Result<SourcedRequirement> unnamed_source(std::string_view text, bool is_editable,
                                          SourceBuilder& builder, Services& services);

}  // namespace axle
