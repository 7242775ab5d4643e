// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "axle/base/error.hpp"
#include "axle/model/sourced_requirement.hpp"
#include "axle/standards/requirement.hpp"

namespace axle {

/// Whether a path or the path of a URL ends like a wheel or a source distribution.
bool names_archive(std::string_view path);

/// What `name @ url` names: an http(s) archive, a `file:` URL or path (relative to `directory`) of
/// an archive or a source tree, or a repository (`git+…`). Directories are looked at. Errors:
/// `invalid_input`.
Result<RequirementSource> source_of_url(std::string_view url,
                                        const std::filesystem::path& directory);

/// What a path names: an archive by its extension, else a directory.
RequirementSource source_of_path(const std::filesystem::path& path,
                                 const std::filesystem::path& directory);

/// A requirement without a source entry.
Result<SourcedRequirement> as_written(const Requirement& requirement,
                                      const std::filesystem::path& directory);
/// Name, extras and marker of `requirement` with this source.
SourcedRequirement with_source(const Requirement& requirement, RequirementSource source);

}  // namespace axle
