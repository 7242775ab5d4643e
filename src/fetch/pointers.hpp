// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "axle/fetch/fetch.hpp"

namespace axle {

/// What is remembered of local wheels, and of those whose SHA-256 nobody states: the one that their
/// bytes had. The key
/// is the URL, or file name and index; of a local wheel the path with size, time and inode, so that
/// a changed file is another one.
class WheelPointers {
 public:
  explicit WheelPointers(Cache& cache) : cache_(cache) {}

  std::optional<std::string> find(const WheelToFetch& wheel) const;
  /// The SHA-256 under which the store may have the wheel; empty if it must be read first. What a
  /// lock states of a local wheel counts only while its file is as it was when it was read last:
  /// the store knows nothing of a file that has changed. `fresh`: nothing remembered counts.
  std::string digest_in_store(const WheelToFetch& wheel, bool fresh) const;
  /// Whether the next run can use what this one learns.
  static bool is_worth_remembering(const WheelToFetch& wheel);
  /// A failure only costs time later.
  void remember(const WheelToFetch& wheel, const std::string& sha256) const;

 private:
  Cache& cache_;
};

}  // namespace axle
