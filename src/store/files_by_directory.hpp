// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "axle/store/stored_wheel.hpp"

namespace axle {

/// The files of a manifest, directory by directory: files are looked up and linked fastest beside
/// each other. Linear (a counting sort).
class FilesByDirectory {
 public:
  explicit FilesByDirectory(const WheelManifest& manifest)
      : starts_(manifest.directories.size() + 1), order_(manifest.files.size()) {
    for (const StoredFile& file : manifest.files) ++starts_[file.directory + 1];
    for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
    std::vector<std::uint32_t> next(starts_.begin(), starts_.end() - 1);
    for (std::uint32_t i = 0; i < manifest.files.size(); ++i)
      order_[next[manifest.files[i].directory]++] = i;
  }

  /// Positions in WheelManifest::files, in the order of their names.
  std::span<const std::uint32_t> files_of(std::uint32_t directory) const {
    return std::span(order_).subspan(starts_[directory],
                                     starts_[directory + 1] - starts_[directory]);
  }

 private:
  std::vector<std::uint32_t> starts_;
  std::vector<std::uint32_t> order_;
};

}  // namespace axle
