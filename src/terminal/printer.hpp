// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/run_record.hpp"
#include "terminal/style.hpp"

namespace axle {

/// The one place that writes: data to standard output, everything else to standard error. Safe from
/// any thread.
class Printer {
 public:
  /// `quietness`: 0 says all, 1 (`-q`) only warnings and errors, 2 (`-qq`) only data and errors.
  /// `as_json`: standard output gets one JSON value and nothing else.
  Printer(Style out, Style err, int quietness, bool as_json = false)
      : out_(out), err_(err), quietness_(quietness), as_json_(as_json) {}

  /// From now on all that is written is noted there, too.
  void note_in(std::shared_ptr<RunRecord> record) { record_ = std::move(record); }

  /// Data, as it is. With `as_json` it is kept for `finish`.
  void data(std::string_view text);
  /// Ends a run that succeeded. With `as_json` the data are written: as they are if they are JSON,
  /// else as `{"output": …}`.
  void finish();
  /// A message with a line feed after it.
  void say(std::string_view line);
  /// `warning: …`, once for each text.
  void warn(std::string_view text);
  /// An error's text: nothing hides it.
  void error(std::string_view text);

  const Style& out_style() const { return out_; }
  const Style& err_style() const { return err_; }
  bool is_quiet() const { return quietness_ > 0; }
  /// Whether standard output took all data so far; a full disk or a closed pipe shows here.
  bool data_was_written() const { return data_written_; }

  /// What stands below the messages (a progress bar) is taken away before a message and drawn again
  /// by its owner.
  void set_live_lines(int lines);
  /// Takes them away.
  void erase_live_lines();

 private:
  void write_err(std::string_view text);
  std::string take_live_lines();
  void write_out(std::string_view text);

  std::mutex mutex_;
  Style out_;
  Style err_;
  int quietness_;
  bool as_json_;
  std::shared_ptr<RunRecord> record_;  // may be none
  std::string kept_;
  int live_lines_ = 0;
  bool data_written_ = true;
  std::set<std::string, std::less<>> warned_;
};

/// "12ms", "1.53s", "2m 03s", as uv writes it.
std::string elapsed_text(std::chrono::steady_clock::duration elapsed);

}  // namespace axle
