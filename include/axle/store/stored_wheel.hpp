// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"

namespace axle {

/// One regular file of an unpacked wheel. The views live as long as the manifest they come from.
struct StoredFile {
  std::uint32_t directory = 0;  ///< position in WheelManifest::directories
  std::string_view name;        ///< the last component of the path
  std::uint64_t size = 0;
  bool executable = false;
  /// As RECORD states it, "sha256=<base64url>": the file was read and has it. Of RECORD itself (and
  /// of its signatures) it is ours, not RECORD's.
  std::string_view hash;
  /// Where in the manifest's bytes its FileState lies.
  std::size_t state_at = 0;
};

/// A line of entry_points.txt in `[console_scripts]` or `[gui_scripts]`, checked: `name` is a plain
/// file name, `module` and `function` are dotted identifiers.
struct LauncherScript {
  std::string_view name;
  std::string_view module;
  std::string_view function;
  bool gui = false;
};

/// What is in an unpacked wheel, checked once when it was unpacked, so that installing it needs to
/// read none of its files. Immutable; safe to read from any thread. Kept beside the tree as
/// `manifest` (fetch/manifest.hpp).
struct WheelManifest {
  std::string_view name;     ///< METADATA's Name, normalized (PEP 503)
  std::string_view version;  ///< METADATA's Version, normalized (PEP 440), or the file name's where
                             ///< that has the local part
  std::string_view dist_info;  ///< "demo-1.0.dist-info"
  std::string_view data;       ///< "demo-1.0.data"; empty if there is none
  bool root_is_purelib = true;
  std::uint64_t unpacked_bytes = 0;
  std::vector<std::string_view> tags;  ///< WHEEL's `Tag` lines: "py3-none-any"
  std::vector<std::string_view>
      directories;  ///< relative to the tree, sorted, parents first; the first is "" (the tree)
  std::vector<StoredFile>
      files;  ///< sorted by path (bytes); byte code and the installer's own files are left out
  std::vector<LauncherScript> scripts;
  /// Files that Python runs at its start without being asked: `*.pth`, sitecustomize,
  /// usercustomize.
  std::vector<std::string_view> startup_hooks;

  std::string storage;  ///< what the views point into; do not touch

  WheelManifest() = default;
  WheelManifest(const WheelManifest&) = delete;
  WheelManifest& operator=(const WheelManifest&) = delete;

  std::string path_of(const StoredFile& file) const {
    std::string path(directories[file.directory]);
    if (!path.empty()) path += '/';
    path += file.name;
    return path;
  }
};

/// A wheel that was checked and unpacked into the store, under the name of its SHA-256. A value.
struct StoredWheel {
  std::filesystem::path tree;  ///< the unpacked files; read-only: nobody may change them
  std::string sha256;          ///< of the wheel file, lower-case hexadecimal
  std::shared_ptr<const WheelManifest> manifest;
  std::uint64_t wheel_bytes = 0;  ///< size of the wheel file
  bool was_stored = false;        ///< it was in the store before; nothing was fetched
};

}  // namespace axle
