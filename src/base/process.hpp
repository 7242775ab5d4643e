// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"

namespace axle {

struct ProcessOptions {
  std::string input = {};  ///< written to its standard input, which is then closed
  std::optional<std::filesystem::path> directory = {};  ///< where it runs; here if none
  std::map<std::string, std::string> set = {};          ///< variables added to ours
  std::vector<std::string> unset = {};                  ///< variables of ours that it does not see
  std::chrono::milliseconds timeout = std::chrono::seconds(30);
  std::uint64_t max_output =
      16 << 20;  ///< bytes of each of standard output and error; more is an error
  /// Standard output and error as they come, in one stream, instead of in the answer; `max_output`
  /// does not hold then.
  std::function<void(std::string_view)> on_output = {};
  /// It leads a process group: all of it ends with the program, after the time-out, and when the
  /// user stops us. A terminal's Ctrl-C does not reach the group.
  bool own_group = false;
  /// With `own_group`: once true, the same as the user's wish. Outlives the run.
  const std::atomic<bool>* stop = nullptr;
};

struct ProcessOutput {
  int exit_code = 0;  ///< 128 + N if signal N ended it
  std::string out;
  std::string err;
};

/// Runs a program (argv[0] is looked up on PATH unless it has a slash) and waits for it. No shell
/// is involved. Errors: `not_found` if it does not exist, `io` if it cannot be started, runs past
/// the time-out (it is killed) or says too much; `cancelled` with `own_group`.
Result<ProcessOutput> run_process(const std::vector<std::string>& argv,
                                  const ProcessOptions& options = {});

}  // namespace axle
