// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "axle/lock/lockfile.hpp"
#include "axle/model/sourced_requirement.hpp"

namespace axle {

/// A requirement as a lockfile in the directory `root` has it: paths relative unless the user gave
/// them absolute, nothing secret in URLs.
LockedRequirement locked_requirement(const SourcedRequirement& requirement,
                                     const std::filesystem::path& root);

/// The same for a list: sorted, each once.
std::vector<LockedRequirement> locked_requirements(
    const std::vector<SourcedRequirement>& requirements, const std::filesystem::path& root);

/// What a lockfile in `root` calls a place that is no index.
LockSource locked_source(const RequirementSource& source, const std::filesystem::path& root);
/// What it calls an index.
LockSource locked_source(const IndexUrl& index, const std::filesystem::path& root);

/// `path` with `/`, relative to `root` unless `given` is absolute, which nothing with `${…}` is;
/// "." for `root` itself.
std::string locked_path(const std::filesystem::path& path, const std::filesystem::path& root,
                        std::string_view given);

}  // namespace axle
