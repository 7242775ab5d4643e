// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_trace.hpp"

namespace axle {

/// What a run said and went by.
struct RunNotes {
  std::int64_t start = 0;  ///< ns since the epoch, of the clock that file systems stamp with
  std::vector<std::string> lines;        ///< said
  bool is_unique = false;                ///< it said or did what the next run cannot be spared
  std::string machine;                   ///< of which it depends; empty: of none
  std::map<std::string, FileUse> files;  ///< looked at
};

/// Notes what a run says and goes by, for whoever wants to answer the next one of the same words
/// without running (arms/sync_stamp). Notes nothing until it is begun. Safe from any thread.
class RunRecord {
 public:
  /// Before anything is read.
  void begin();
  void said(std::string_view line);
  /// The run said or did what must be said or done again each time.
  void is_unique();
  /// What the run did depends on this machine (its machine_fingerprint()).
  void depends_on(std::string_view machine);
  /// What was noted; nothing if it was not begun. Notes no more.
  std::optional<RunNotes> end();

 private:
  std::mutex mutex_;
  std::optional<RunNotes> notes_;
  FileTrace files_;
};

}  // namespace axle
