// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "axle/markers/marker.hpp"
#include "axle/model/conflicts.hpp"
#include "axle/model/index_definition.hpp"
#include "axle/versions/package_name.hpp"
#include "axle/versions/version_specifiers.hpp"

namespace axle {

/// Versions of an index: of `index` only, or of any.
struct RegistrySource {
  VersionSpecifiers specifiers;
  std::optional<IndexUrl> index;
  /// The extra or group that ties the package to `index`; only where the source entry named one.
  std::optional<ConflictItem> conflict;
  friend bool operator==(const RegistrySource&, const RegistrySource&) = default;
};

/// An archive (wheel or source distribution) at an http(s) URL.
struct UrlSource {
  std::string url;  ///< as written, without a `subdirectory` fragment; other fragments stay. May
                    ///< hold credentials
  std::string subdirectory;  ///< of a source distribution; empty if none
  friend bool operator==(const UrlSource&, const UrlSource&) = default;
};

/// An archive in the local file system.
struct PathSource {
  std::filesystem::path path;  ///< absolute and normal
  std::string given;           ///< as written, without the fragment
  std::string fragment = {};   ///< `sha256=…`: what its bytes have to be; may be empty
  friend bool operator==(const PathSource& a, const PathSource& b) { return a.path == b.path; }
};

/// A source tree in the local file system.
struct DirectorySource {
  std::filesystem::path path;  ///< absolute and normal
  std::string given;           ///< as written; empty for a workspace member
  bool is_editable = false;
  bool is_virtual = false;  ///< only its dependencies are wanted, there is nothing to build
  friend bool operator==(const DirectorySource& a, const DirectorySource& b) {
    return a.path == b.path && a.is_editable == b.is_editable && a.is_virtual == b.is_virtual;
  }
};

/// A commit of a repository. Read and kept, but nothing can fetch it yet.
struct GitSource {
  enum class Reference { default_branch, branch, tag, revision };
  std::string repository;  ///< URL without `git+`, query and fragment
  Reference reference = Reference::default_branch;
  std::string reference_name;  ///< empty for the default branch
  std::string subdirectory;
  bool lfs = false;
  friend bool operator==(const GitSource&, const GitSource&) = default;
};

/// Where a package is to come from, in the order of uv's sources.
using RequirementSource =
    std::variant<RegistrySource, UrlSource, GitSource, PathSource, DirectorySource>;

/// A first-party requirement after `tool.uv.sources`: what is needed, where, and
/// from which place. A value.
struct SourcedRequirement {
  PackageName name;
  std::vector<ExtraName> extras;  ///< as written: order and repetitions are the user's
  std::vector<GroupName> groups;  ///< of a workspace member
  Marker marker;                  ///< with `extra == '…'` for one of an optional dependency
  RequirementSource source;
  std::string origin;  ///< the file that has it, for messages; may be empty

  /// `origin` aside.
  friend bool operator==(const SourcedRequirement& a, const SourcedRequirement& b) {
    return a.name == b.name && a.extras == b.extras && a.groups == b.groups &&
           a.marker == b.marker && a.source == b.source;
  }

  const RegistrySource* registry() const { return std::get_if<RegistrySource>(&source); }
};

}  // namespace axle
