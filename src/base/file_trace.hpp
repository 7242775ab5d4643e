// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace axle {

/// What was asked of a path.
enum class FileUse : std::uint8_t {
  kind,      ///< whether a file, a directory or nothing is there
  contents,  ///< the bytes of a file, or the names in a directory
};

/// The paths that read_file, list_directory, file_exists, directory_exists and path_exists were
/// asked about, each with the most that was asked, from any thread. Of several in a process the one
/// that was begun last notes.
class FileTrace {
 public:
  FileTrace() = default;
  FileTrace(const FileTrace&) = delete;
  FileTrace& operator=(const FileTrace&) = delete;
  ~FileTrace();

  /// From now on this one notes.
  void begin();
  /// What was noted since; this one notes no more.
  std::map<std::string, FileUse> end();

  /// For the functions that look at files. Costs one load while no trace notes.
  static void note(const char* path, FileUse use);

 private:
  std::map<std::string, FileUse> paths_;
};

}  // namespace axle
