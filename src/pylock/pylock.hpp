// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/markers/marker.hpp"
#include "axle/model/distribution_file.hpp"
#include "axle/standards/requires_python.hpp"
#include "axle/standards/wheel_filename.hpp"
#include "axle/versions/package_name.hpp"
#include "axle/versions/version.hpp"

// `pylock.toml` (PEP 751) as a value: what an installer needs of it.
namespace axle {

/// A wheel, a source distribution or an archive.
struct PylockFile {
  std::string filename;  ///< as stated, else the last part of the path or URL
  std::string url;       ///< as written; without meaning if there is a path
  std::string path;      ///< as written: absolute, or relative to the pylock.toml
  std::optional<std::uint64_t> size = {};
  std::optional<std::int64_t> upload_time = {};  ///< milliseconds since 1970 (UTC)
  std::vector<FileHash> hashes = {};             ///< of the algorithms that we know, weakest first
  /// Set if the file name is a wheel's; then it is of the package, and of its version if that is
  /// stated.
  std::optional<WheelFilename> wheel = {};
};

/// One entry of `packages`. It has wheels, a source distribution or both, or exactly one of the
/// other three sources.
struct PylockPackage {
  PackageName name;
  std::optional<Version> version = {};
  Marker marker = {};  ///< with `'x' in extras`, `'y' in dependency_groups`
  std::optional<RequiresPython> requires_python = {};
  std::string index = {};  ///< URL; empty if not stated
  std::vector<PylockFile> wheels = {};
  std::optional<PylockFile> sdist = {};
  std::optional<PylockFile> archive = {};
  std::optional<std::string> directory = {};   ///< its path, as written
  std::optional<std::string> repository = {};  ///< URL or path of `vcs`
};

struct Pylock {
  Version lock_version;  ///< 1, perhaps with a minor version that we do not know
  std::vector<Marker> environments;
  std::optional<RequiresPython> requires_python;
  std::vector<ExtraName> extras;
  std::vector<GroupName> groups;
  std::vector<GroupName> default_groups;
  std::vector<PylockPackage> packages;  ///< in the order of the file
};

/// `pylock.toml` or `pylock.NAME.toml`, NAME without dots.
bool is_pylock_name(std::string_view filename);

/// Reads a pylock.toml; `path` is for messages. What axle has no use for (attestations, tools'
/// tables, unknown keys) is passed over. Limits: 16 MiB, depth 64; linear but for sorting.
/// Errors: `invalid_input` (E_LOCKFILE) with line and column, for a file that says what PEP 751
/// does not allow: another major version, a package without a source or with two that exclude each
/// other, a file without place or hashes, a wheel of another package.
Result<Pylock> parse_pylock(const std::filesystem::path& path, std::string text);

}  // namespace axle
