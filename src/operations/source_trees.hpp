// SPDX-License-Identifier: MIT
#pragma once

#include "axle/base/error.hpp"
#include "axle/project/project.hpp"
#include "operations/source_builder.hpp"
#include "operations/services.hpp"

namespace axle {

/// How a tree is read that is not the project of the command: with the options of `settings`.
ProjectRequest tree_request(const std::filesystem::path& tree, const Settings& settings,
                            Services& services);

/// What a source tree says of itself: its file where that states all, else its backend. The answer's
/// `source` is `source`. Errors: `invalid_input` (E_PROJECT) if there is no tree, or it is another
/// package; those of read_source_tree and of the builder.
Result<ProjectMember> read_tree(const PackageName& name, const DirectorySource& source,
                                SourceBuilder& builder, Services& services);

/// Asks the backends of members whose file does not tell all, and puts what they say in its place.
/// Errors: as above.
Result<void> complete_members(Project& project, SourceBuilder& builder, Services& services);

/// Whether complete_members would have to ask a backend.
bool has_dynamic_members(const Project& project);

}  // namespace axle
