// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "axle/base/error.hpp"

namespace axle {

/// Copies of files that give way in a commit and that a user may miss, beside the originals as
/// `NAME.axle-saved`. They are second names of the files, made before the commit, so that nothing
/// is lost wherever it stops; they go again if it does not come about.
class SavedCopies {
 public:
  explicit SavedCopies(std::filesystem::path prefix) : prefix_(std::move(prefix)) {}
  SavedCopies(const SavedCopies&) = delete;
  SavedCopies& operator=(const SavedCopies&) = delete;
  ~SavedCopies();

  /// `path` is relative to the prefix. A link or special file gets no copy. Errors: `io`.
  Result<void> add(const std::string& path);
  /// The copies stay; their paths.
  std::vector<std::string> keep() &&;

 private:
  std::filesystem::path prefix_;
  std::vector<std::string> copies_;
};

}  // namespace axle
