// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/store/stored_wheel.hpp"
#include "store/file_state.hpp"

namespace axle {

/// A manifest while its wheel is being unpacked; owns its texts. Files in any order.
struct ManifestDraft {
  struct File {
    std::string path;
    std::uint64_t size = 0;
    bool executable = false;
    std::string hash;
    FileState state = {};
  };
  struct Script {
    std::string name, module, function;
    bool gui = false;
    friend bool operator==(const Script&, const Script&) = default;
  };
  std::string name, version, dist_info, data;
  bool root_is_purelib = true;
  std::vector<std::string> tags;
  std::vector<File> files;
  std::vector<Script> scripts;
};

/// The bytes of `manifest` in a store entry: a magic line, the CRC-32 of the rest, then
/// little-endian fields and counted texts. `wheel_bytes` is the size of the wheel file.
std::string encode_manifest(ManifestDraft draft, std::uint64_t wheel_bytes);

struct DecodedManifest {
  std::shared_ptr<const WheelManifest> manifest;
  std::uint64_t wheel_bytes = 0;
};

/// Reads them. Linear; every count is held against the bytes that are there. Errors: `integrity`
/// (E_HASH) for anything that encode_manifest did not write.
Result<DecodedManifest> decode_manifest(std::string bytes);

/// What the manifest says of the file's looks.
FileState state_of(const WheelManifest& manifest, const StoredFile& file);
/// The bytes of the same manifest with other looks, in the order of `manifest.files`.
std::string with_states(const WheelManifest& manifest, const std::vector<FileState>& states);

/// Whether Python runs this file at its start when it lies at the top of site-packages.
bool is_startup_hook(std::string_view path_in_site_packages);

}  // namespace axle
