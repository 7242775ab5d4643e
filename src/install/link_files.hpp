// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <filesystem>
#include <string>

#include "axle/base/error.hpp"
#include "axle/install/apply.hpp"

namespace axle {

/// A file to be put somewhere: `source_name` in one open directory becomes `name` in another.
struct FileToLink {
  int source_directory;
  const char* source_name;
  int directory;
  const char* name;
  bool executable;
};

/// Puts files of the store into an environment, by the cheapest way that works between their two
/// file systems. That is found out once, with the first file: a try that fails costs as much as
/// four links. Any number of threads may link at a time.
class FileLinker {
 public:
  explicit FileLinker(LinkMode mode)
      : mode_(mode == LinkMode::automatic ? LinkMode::clone : mode) {}

  enum class Outcome { done, exists };
  /// `source` is where the source directory lies. `exists`: there is something of that name; it was
  /// not touched. Errors: `io`.
  Result<Outcome> link(const FileToLink& file, const std::filesystem::path& source);

  /// The way that is in use by now.
  LinkMode mode() const { return mode_; }
  /// Whether whole copies had to be made although something cheaper was asked for.
  bool fell_back_to_copy() const { return fell_back_to_copy_; }

 private:
  int try_mode(LinkMode mode, const FileToLink& file, const std::filesystem::path& source) const;

  std::atomic<LinkMode> mode_;
  std::atomic<bool> fell_back_to_copy_{false};
};

}  // namespace axle
