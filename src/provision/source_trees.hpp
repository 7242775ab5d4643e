// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>

#include "axle/base/error.hpp"
#include "axle/project/project.hpp"
#include "provision/source_builder.hpp"
#include "services/services.hpp"

namespace axle {

/// How a tree is read that is not the project of the command: with the options of `settings`.
ProjectRequest tree_request(const std::filesystem::path& tree, const Settings& settings,
                            Services& services);

/// Gives the builder once it is needed: a tree whose file states all needs none, nor a Python.
using BuilderMaker = std::function<Result<SourceBuilder*>()>;

/// How much of what a file does not state its backend is asked for.
enum class TreeDetail : std::uint8_t {
  requirements,  ///< a version that is dynamic stays unknown: a lock does not have it either
  everything,
};

/// What a source tree says of itself: its file where that states all, else its backend. The
/// answer's `source` is `source`. Errors: `invalid_input` (E_PROJECT) if there is no tree, or it is
/// another package; those of read_source_tree and of the builder.
Result<ProjectMember> read_tree(const PackageName& name, const DirectorySource& source,
                                const BuilderMaker& builder, Services& services,
                                TreeDetail detail = TreeDetail::everything);

/// Asks the backends of members whose file does not tell all, and puts what they say in its place.
/// Errors: as above.
Result<void> complete_members(Project& project, const BuilderMaker& builder, Services& services,
                              TreeDetail detail = TreeDetail::everything);

}  // namespace axle
