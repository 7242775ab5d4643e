// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "axle/base/reporter.hpp"
#include "terminal/printer.hpp"

namespace axle {

/// What happens below, shown to a person: on a terminal a bar for each download, redrawn at most
/// twenty times a second; otherwise one line when a download that is worth a word (over 1 MiB)
/// begins.
class Progress final : public Reporter {
 public:
  Progress(Printer& printer, bool on_terminal) : printer_(printer), on_terminal_(on_terminal) {}
  ~Progress() override { clear(); }

  void resolving(std::string_view what) override;
  void download_started(std::uint64_t id, std::string_view label, std::uint64_t total) override;
  void download_progress(std::uint64_t id, std::uint64_t bytes) override;
  void download_finished(std::uint64_t id) override;
  void installing(std::uint64_t done, std::uint64_t total) override;
  void resolved(std::size_t packages, Duration elapsed) override;
  void prepared(std::size_t wheels, Duration elapsed) override;
  void warning(std::string_view text) override;
  void notice(std::string_view text) override;

  /// Takes the bars away.
  void clear();

 private:
  struct Download {
    std::string label;
    std::uint64_t total = 0;
    std::uint64_t bytes = 0;
  };
  void draw(bool now);

  Printer& printer_;
  bool on_terminal_;
  std::mutex mutex_;
  std::map<std::uint64_t, Download> downloads_;
  std::string status_;
  std::chrono::steady_clock::time_point last_drawn_{};
};

}  // namespace axle
