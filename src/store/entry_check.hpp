// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>

#include "axle/base/error.hpp"
#include "axle/store/stored_wheel.hpp"

namespace axle {

/// What became of looking at the files of an entry.
struct EntryCheck {
  std::string changed_file;  ///< the first that has not the bytes that it was unpacked with
  std::string manifest;      ///< not empty: the manifest with the files' new looks, to be written
};

struct EntryCheckOptions {
  bool is_linked = false;  ///< files have other names: their change times do not count
  bool read_all = false;   ///< hash every file, whatever it looks like
};

/// Holds each file against the manifest: type, size and looks by one look-up of a name in an open
/// directory, its bytes only where it looks different. Errors: `io`; `bug` without libcrypto.
Result<EntryCheck> check_entry(const std::filesystem::path& tree, const WheelManifest& manifest,
                               const EntryCheckOptions& options);

}  // namespace axle
