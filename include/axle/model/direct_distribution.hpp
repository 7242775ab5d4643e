// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/model/sourced_requirement.hpp"
#include "axle/standards/wheel_filename.hpp"
#include "axle/versions/package_name.hpp"
#include "axle/versions/version.hpp"
#include "axle/versions/version_specifiers.hpp"

namespace axle {

/// A distribution that comes from no index: a source tree (a workspace member, say), or an archive
/// at a path or URL. Its requirements are first-party: their sources have been applied
/// (project/sources).
struct DirectDistribution {
  PackageName name;
  Version version;
  bool has_dynamic_version =
      false;  ///< the version is not written in the project file; `version` is what is known, or 0
  RequirementSource source;  ///< how a requirement names it
  std::optional<VersionSpecifiers> requires_python;
  std::vector<SourcedRequirement> requires_dist;  ///< with `extra == '…'` in their markers
  std::vector<ExtraName> extras;                  ///< in order of declaration
  std::map<GroupName, std::vector<SourcedRequirement>> groups;

  /// Of an archive only.
  std::optional<WheelFilename> wheel;
  std::vector<std::pair<std::string, std::string>> hashes;  ///< algorithm, hex digits
  std::optional<std::uint64_t> size;
};

/// Reads what a requirement with a source other than an index names. The resolver asks for each
/// source once.
class DirectReader {
 public:
  virtual ~DirectReader() = default;
  virtual Result<std::shared_ptr<const DirectDistribution>> read(
      const SourcedRequirement& requirement) = 0;
};

}  // namespace axle
