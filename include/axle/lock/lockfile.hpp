// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "axle/markers/marker.hpp"
#include "axle/model/conflicts.hpp"
#include "axle/model/distribution_file.hpp"
#include "axle/model/resolution_options.hpp"
#include "axle/project/exclude_newer.hpp"
#include "axle/standards/requires_python.hpp"
#include "axle/standards/wheel_filename.hpp"
#include "axle/versions/package_name.hpp"
#include "axle/versions/version.hpp"
#include "axle/versions/version_specifiers.hpp"

// `uv.lock` as a value. Markers are held as the file has them: simplified, so that
// they only mean something where the lock's requires-python holds; those of a dependency moreover
// only where the package that has it is needed.
namespace axle {

/// Where a locked package comes from, in the order in which lockfiles sort.
struct LockSource {
  enum class Kind : std::uint8_t {
    registry_url,   ///< `registry` with the URL of an index, without credentials
    registry_path,  ///< `registry` with the path of an index
    git,            ///< URL, query and `#commit`
    url,            ///< an archive at a URL
    path,           ///< an archive in the file system
    directory,
    editable,
    virtual_tree,  ///< a source tree of which only the dependencies are wanted
  };
  Kind kind = Kind::registry_url;
  std::string text;  ///< URL or path; a path is relative to the lockfile unless given absolute
  std::string subdirectory;  ///< of `url`

  bool is_registry() const { return kind <= Kind::registry_path; }
  bool is_source_tree() const { return kind >= Kind::directory; }
  /// A place in the file system that is no index.
  bool is_local() const { return is_source_tree() || kind == Kind::path; }
  /// What it says of its dependencies may change without its version changing.
  bool is_mutable() const { return kind != Kind::git && !is_registry(); }

  friend bool operator==(const LockSource&, const LockSource&) = default;
  friend auto operator<=>(const LockSource&, const LockSource&) = default;
};

/// A wheel or source distribution.
struct LockedFile {
  enum class Place : std::uint8_t {
    url,
    path,      ///< below the index, or absolute
    filename,  ///< of a wheel whose package's source says where it is
    none,      ///< of a source distribution, the same
  };
  Place place = Place::none;
  std::string location;
  std::optional<FileHash> hash = {};
  std::optional<std::uint64_t> size = {};
  std::optional<std::int64_t> upload_time = {};  ///< milliseconds since 1970 (UTC)

  /// The last part of the location, percent-decoded.
  std::string filename() const;
  friend bool operator==(const LockedFile&, const LockedFile&) = default;
};

struct LockedDependency {
  std::size_t package;            ///< position in Lockfile::packages
  std::vector<ExtraName> extras;  ///< sorted, each once; only those that the package has
  Marker marker;
  friend bool operator==(const LockedDependency&, const LockedDependency&) = default;
};

/// A requirement as metadata and manifest have it.
struct LockedRequirement {
  enum class Kind : std::uint8_t { registry, url, git, path, directory, editable, virtual_tree };

  PackageName name;
  std::vector<ExtraName> extras;
  std::vector<GroupName> groups;
  Marker marker;  ///< not simplified; with `extra == '…'`
  Kind kind = Kind::registry;
  VersionSpecifiers specifiers;  ///< of `registry`
  std::string text;              ///< the index of `registry` (may be empty), else the URL or path
  std::string subdirectory;      ///< of `url`
  std::optional<ConflictItem> conflict;

  friend bool operator==(const LockedRequirement&, const LockedRequirement&) = default;
  /// The order in which lockfiles write them.
  friend std::strong_ordering operator<=>(const LockedRequirement& a, const LockedRequirement& b);
};

/// `default-groups` other than `["dev"]`.
struct LockedDefaultGroups {
  bool all = false;
  std::vector<GroupName> groups;
  friend bool operator==(const LockedDefaultGroups&, const LockedDefaultGroups&) = default;
};

using LockedGroupPythons = std::map<GroupName, VersionSpecifiers>;

/// What a source tree or archive says of itself, to see later whether it still does.
struct LockedMetadata {
  std::vector<LockedRequirement> requires_dist;  ///< sorted, each once
  std::vector<ExtraName> provides_extras;        ///< in order of declaration
  std::map<GroupName, std::vector<LockedRequirement>> requires_dev;
  friend bool operator==(const LockedMetadata&, const LockedMetadata&) = default;
};

struct LockedPackage {
  PackageName name;
  std::optional<Version> version;  ///< none: a source tree whose version is dynamic
  LockSource source;
  std::optional<LockedDefaultGroups> default_groups = {};  ///< of a member
  std::vector<Marker> fork_markers = {};  ///< only if the name has several packages
  std::vector<LockedDependency> dependencies = {};
  std::optional<LockedFile> sdist = {};
  std::vector<LockedFile> wheels = {};
  std::map<ExtraName, std::vector<LockedDependency>> optional_dependencies = {};
  std::map<GroupName, std::vector<LockedDependency>> group_dependencies = {};
  LockedGroupPythons group_requires_python = {};
  LockedMetadata metadata = {};

  friend bool operator==(const LockedPackage&, const LockedPackage&) = default;
};

/// The options that decide what is chosen, where they are not the usual ones.
struct LockedOptions {
  ResolutionMode resolution = ResolutionMode::highest;
  PrereleaseMode prerelease = PrereleaseMode::if_necessary;
  std::map<PackageName, PrereleaseMode> prerelease_package;
  ForkStrategy fork_strategy = ForkStrategy::requires_python;
  std::optional<MinimumLibc> minimum_libc;
  std::optional<UploadLimit> exclude_newer;
  std::map<PackageName, UploadLimit> exclude_newer_package;
  friend bool operator==(const LockedOptions&, const LockedOptions&) = default;
};

/// An override or an exclusion, perhaps only for what one package needs.
struct LockedScope {
  PackageName package;
  std::optional<Version> version;
  friend bool operator==(const LockedScope&, const LockedScope&) = default;
  friend auto operator<=>(const LockedScope&, const LockedScope&) = default;
};
struct LockedOverride {
  std::optional<LockedScope> scope;
  std::vector<LockedRequirement> requirements;  ///< one without a scope
  friend bool operator==(const LockedOverride&, const LockedOverride&) = default;
};
struct LockedExclude {
  std::optional<LockedScope> scope;
  std::vector<PackageName> names;  ///< one without a scope
  friend bool operator==(const LockedExclude&, const LockedExclude&) = default;
};
struct LockedBuildConstraint {
  LockedRequirement requirement;
  std::vector<std::string> hashes;
  friend bool operator==(const LockedBuildConstraint&, const LockedBuildConstraint&) = default;
};
/// `tool.uv.dependency-metadata`.
struct LockedStatedMetadata {
  PackageName name;
  std::optional<Version> version;
  std::vector<std::string> requires_dist;  ///< as requirements are printed
  std::optional<VersionSpecifiers> requires_python;
  std::vector<ExtraName> provides_extras;
  friend bool operator==(const LockedStatedMetadata&, const LockedStatedMetadata&) = default;
};

/// What was asked for apart from the members' own metadata.
struct LockManifest {
  std::vector<PackageName> members;                   ///< sorted; empty for a lone project
  std::optional<LockedDefaultGroups> default_groups;  ///< of a root without a project
  std::vector<LockedRequirement> requirements;
  std::vector<LockedRequirement> constraints;
  std::vector<LockedOverride> overrides;
  std::vector<LockedExclude> excludes;
  std::vector<LockedBuildConstraint> build_constraints;
  std::map<GroupName, std::vector<LockedRequirement>> groups;  ///< of a root without a project
  LockedGroupPythons group_requires_python;                    ///< the same
  std::vector<LockedStatedMetadata> stated_metadata;
  friend bool operator==(const LockManifest&, const LockManifest&) = default;
};

/// One accelerator that a lock holds.
struct LockedArm {
  std::string name;                    ///< "cu126"
  std::string index;                   ///< where its packages come from, without credentials
  std::vector<std::string> platforms;  ///< where it is offered (lock/arm_platforms.hpp)
  std::string needs;                   ///< of a machine, as the project says it; may be empty
  std::vector<LockedRequirement> requires_dist;  ///< what only this accelerator asks for, sorted
  friend bool operator==(const LockedArm&, const LockedArm&) = default;
};

/// What `axle.lock` has beside uv's format. Accelerators exclude each other: in markers each is an
/// extra of `package`, all in one set of conflicts (lock/arms.hpp).
struct LockedAccelerators {
  PackageName package;                ///< the root of the workspace, or its first member
  std::string versions;               ///< "same" or "newest"
  std::string channel;                ///< "release", "test" or "nightly"
  std::vector<std::string> packages;  ///< names of the family that the project adds, or `!name`
  std::vector<LockedArm> arms;        ///< in the project's order

  const LockedArm* find(std::string_view name) const;
  friend bool operator==(const LockedAccelerators&, const LockedAccelerators&) = default;
};

/// A lockfile. A value: two are equal if they say the same, whatever their revision.
struct Lockfile {
  static constexpr unsigned current_revision = 5;

  unsigned revision = current_revision;
  RequiresPython requires_python;
  std::vector<Marker> fork_markers;       ///< `resolution-markers`, in canonical form
  std::vector<Marker> supported_markers;  ///< `tool.uv.environments`
  std::vector<Marker> required_markers;   ///< `tool.uv.required-environments`
  Conflicts conflicts;
  LockedOptions options;
  LockManifest manifest;
  std::optional<LockedAccelerators> accelerators;  ///< of `axle.lock` only
  std::vector<LockedPackage> packages;  ///< sorted by name, version (absent first), source

  /// Whether both say the same; the revision does not count.
  bool same_contents(const Lockfile& other) const;
  /// The first package of this name and those after it.
  std::pair<std::size_t, std::size_t> positions_of(const PackageName& name) const;
};

/// The order of packages: name, version, source.
std::strong_ordering compare_packages(const LockedPackage& a, const LockedPackage& b);

}  // namespace axle
