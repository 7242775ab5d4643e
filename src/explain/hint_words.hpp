// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "axle/model/index_definition.hpp"
#include "axle/versions/version.hpp"
#include "axle/versions/version_range.hpp"
#include "explain/explain.hpp"
#include "explain/wheel_fit.hpp"

// The text of each hint; hints.cpp decides which are given. As in uv, where uv has the hint.
namespace axle::hint {

std::string other_python(const std::string& python_version);
std::string other_environment();
std::string prerelease_available(const std::string& package, const Version& version);
std::string prerelease_requested(const std::string& package, const VersionRange& range);
std::string no_index();
std::string offline();
std::string bad_metadata(const std::string& package, const Version& version,
                         const std::string& reason);
std::string other_index(const std::string& package, const VersionRange& range,
                        const IndexUrl& found, const IndexUrl& next);
std::string unauthorized(const IndexUrl& index);
std::string forbidden(const IndexUrl& index, bool answered_otherwise);
std::string no_build(const std::string& package, bool for_all);
std::string no_binary(const std::string& package, bool for_all);
/// Of a version, what its wheels have where they fail; `wanted` may be empty.
std::string wheel_tags(const std::string& package, const Version& version, WheelMisfit misfit,
                       const std::string& wanted, const std::vector<std::string>& offered);
std::string too_new(const std::string& package, const ExplainedPackage& known,
                    const VersionRange& range);
std::string requires_python(const ExplainFacts& facts, const std::string& package,
                            const VersionRange& versions, const VersionRange& python);
std::string shadowed(const std::string& package, const std::string& dependency, bool is_workspace);
std::string needs_itself(const std::string& package, bool is_workspace);

// Those that uv does not have.
std::string left_out(const std::string& package, const std::vector<DroppedFile>& files);
std::string explicit_index(const std::string& package, const IndexDefinition& index);
std::string older_version_fits(const std::string& package, const Version& version);
std::string only_platforms(const std::string& package, const Version& version,
                           const std::vector<std::string>& platforms);

}  // namespace axle::hint
