// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "axle/fetch/fetch.hpp"

namespace axle {

/// What is remembered of wheels whose SHA-256 nobody states: the one that their bytes had. The key
/// is the URL, or file name and index; of a local wheel the path with size, time and inode, so that
/// a changed file is another one.
class WheelPointers {
 public:
  explicit WheelPointers(Cache& cache) : cache_(cache) {}

  std::optional<std::string> find(const WheelToFetch& wheel) const;
  /// A failure only costs time later.
  void remember(const WheelToFetch& wheel, const std::string& sha256) const;

 private:
  Cache& cache_;
};

}  // namespace axle
