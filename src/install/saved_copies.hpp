// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>

#include "axle/base/error.hpp"

namespace axle {

/// Copies of files that give way in a commit though no package owns them, in a directory of the
/// environment, `.axle-saved-N`. They are second names of the files, made before the commit, so
/// that nothing is lost wherever it stops; they go again if it does not come about.
class SavedCopies {
 public:
  explicit SavedCopies(std::filesystem::path prefix) : prefix_(std::move(prefix)) {}
  SavedCopies(const SavedCopies&) = delete;
  SavedCopies& operator=(const SavedCopies&) = delete;
  ~SavedCopies();

  /// `path` is relative to the prefix. A link or special file gets no copy. Errors: `io`.
  Result<void> add(const std::string& path);
  /// The copies stay. The directory's name; empty if there are none.
  std::string keep() &&;

 private:
  std::filesystem::path prefix_;
  std::string name_;  // of the directory, once there is one
};

}  // namespace axle
