// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "axle/base/error.hpp"
#include "axle/model/sourced_requirement.hpp"
#include "editing/new_requirement.hpp"

namespace axle {

/// The reference that the options name, with its key in `tool.uv.sources`: `rev`, `tag`, `branch`.
std::optional<std::pair<std::string, std::string>> reference_option(const AddOptions& options);

/// What `tool.uv.sources` is to say of a new requirement: its repository, URL, path or index, that
/// it is a member of the workspace, or nothing. Errors: `invalid_input` if `--editable`, `--rev`,
/// `--tag` or `--branch` do not suit it.
Result<void> describe_source(NewRequirement& made, const SourcedRequirement& sourced,
                             const AddOptions& options, const AddPlace& place);

}  // namespace axle
