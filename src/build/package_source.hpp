// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "axle/model/distribution_file.hpp"
#include "axle/model/sourced_requirement.hpp"
#include "axle/versions/package_name.hpp"
#include "axle/versions/version.hpp"

namespace axle {

/// A source distribution: of an index, at a URL or at a path.
struct SdistSource {
  std::string filename;
  std::string url;             ///< http or https; empty if `path` is set
  std::filesystem::path path;  ///< empty if `url` is set
  std::vector<FileHash> hashes = {};
  std::optional<std::uint64_t> size = {};
  std::string index = {};         ///< the index's URL; empty for one that no index offers
  std::string subdirectory = {};  ///< of the project in it
};

/// What a package is built from. A value.
struct PackageSource {
  PackageName name;
  std::optional<Version> version;  ///< none: only the build tells
  std::variant<DirectorySource, SdistSource, GitSource> place;
  std::string commit = {};  ///< of a repository, if it is known
  bool is_named = true;     ///< false: `name` stands in for one that only its files tell

  bool is_editable() const {
    const auto* directory = std::get_if<DirectorySource>(&place);
    return directory != nullptr && directory->is_editable;
  }
};

}  // namespace axle
