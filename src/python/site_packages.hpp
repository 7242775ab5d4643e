// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/python/interpreter.hpp"
#include "axle/standards/core_metadata.hpp"
#include "axle/standards/direct_url.hpp"
#include "axle/versions/package_name.hpp"
#include "axle/versions/version.hpp"

namespace axle {

/// A distribution that is installed ("Recording installed projects"): its `*.dist-info` directory,
/// or an old `*.egg-info`, or the link to a source tree that has one.
struct InstalledDistribution {
  PackageName name;
  Version version;
  std::filesystem::path info;  ///< the dist-info directory, or egg-info file or directory
  bool is_egg_info = false;
  /// Of a development install of an old setuptools: the file `NAME.egg-link` in site-packages,
  /// while `info` is in the source tree. Else empty.
  std::filesystem::path egg_link = {};

  /// Those below read a file of `info` each time they are asked. A missing file is none or empty.
  std::string installer() const;
  bool requested() const;
  std::optional<DirectUrl> direct_url() const;
  /// Errors: `environment` if METADATA is missing or cannot be read.
  Result<CoreMetadata> metadata() const;
  /// The wheel tags of WHEEL, such as `cp312-cp312-linux_x86_64`.
  std::vector<std::string> wheel_tags() const;
  /// `version`, with the local part that the wheel's file name had and its METADATA lacks.
  Version version_of_wheel() const;
  /// The directory of an editable install, from direct_url.json.
  std::optional<std::string> editable_location() const;
};

/// All that is installed in the environment (purelib and platlib), sorted by name, then by path.
/// Entries whose names make no sense are left out. Errors: `io`. A missing directory holds nothing.
Result<std::vector<InstalledDistribution>> installed_distributions(const InstallScheme& scheme);

}  // namespace axle
