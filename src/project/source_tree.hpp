// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/project/project.hpp"
#include "axle/standards/core_metadata.hpp"

namespace axle {

/// A source tree that a requirement names, as far as its files tell (PEP 621).
struct SourceTree {
  std::optional<ProjectMember> member;  ///< none without a `[project]`: only a build can tell
  bool is_static = false;               ///< all that a resolution needs stands in the file
  bool lacks_only_version = false;      ///< all but that; not of a static one
};

/// Reads a tree with its own sources, which are those of its workspace if it belongs to one.
/// `built`: as for read_member; a tree without a `[project]` is what `built` says. `request` gives
/// the options, its directory is not looked at. Errors: `invalid_input` (E_PROJECT) with its place.
Result<SourceTree> read_source_tree(const std::filesystem::path& tree,
                                    const ProjectRequest& request,
                                    const CoreMetadata* built = nullptr);

/// Whether the file states all that a resolution needs: neither version nor requirements, extras or
/// requires-python are dynamic, and there is no Poetry that fills them in.
bool is_static_project(const std::filesystem::path& tree, const ProjectRequest& request);

/// What the file of such a project states, as core metadata; none if it does not state all.
std::optional<CoreMetadata> static_metadata(const std::filesystem::path& tree,
                                            const ProjectRequest& request);

/// The build requirements of a tree with its sources applied.
Result<std::vector<SourcedRequirement>> sourced_build_requirements(
    const std::filesystem::path& tree, const std::vector<Requirement>& requirements,
    const ProjectRequest& request);

}  // namespace axle
