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
/// asked about, each with the most that was asked. Off until it is begun; one for the process, from
/// any thread.
class FileTrace {
 public:
  static void begin();
  /// What was noted since; the trace is off again.
  static std::map<std::string, FileUse> end();
  /// Costs one load while the trace is off.
  static void note(const char* path, FileUse use);
};

}  // namespace axle
