// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace axle::test {

/// A temporary directory of one test, gone when it ends.
class TempTree {
 public:
  TempTree();
  TempTree(const TempTree&) = delete;
  TempTree& operator=(const TempTree&) = delete;
  ~TempTree();

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(std::string_view relative) const { return path_ / relative; }
  /// Writes a file, with its parent directories; returns its path.
  std::filesystem::path write(std::string_view relative, std::string_view contents) const;

 private:
  std::filesystem::path path_;
};

/// Every path below `root` with what is there: file contents and mode, link targets, directories.
/// Two equal ones mean that nothing changed. `with_times` adds modification times.
std::map<std::string, std::string> snapshot(const std::filesystem::path& root,
                                            bool with_times = false);

std::string read_text(const std::filesystem::path& path);

}  // namespace axle::test
