// SPDX-License-Identifier: MIT
#include "terminal/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <vector>

#include "axle/base/environment.hpp"
#include "base/text.hpp"
#include "terminal/progress_line.hpp"
#include "terminal/terminal_width.hpp"

namespace axle {
namespace {

constexpr std::uint64_t worth_a_line = 1 << 20;
constexpr std::size_t most_bars = 8;
constexpr std::chrono::milliseconds redraw_pause{50};

}  // namespace

void Progress::resolving(std::string_view what) {
  if (!on_terminal_) return;
  const std::lock_guard lock(mutex_);
  status_ = fmt::format("Resolving {}", what);
  draw(false);
}

void Progress::download_started(std::uint64_t id, std::string_view label, std::uint64_t total) {
  const std::lock_guard lock(mutex_);
  if (!on_terminal_) {
    if (total >= worth_a_line)
      printer_.say(fmt::format("Downloading {} ({})", label, human_size(total)));
    return;
  }
  status_.clear();
  downloads_[id] = {std::string(label), total, 0};
  draw(true);
}

void Progress::download_progress(std::uint64_t id, std::uint64_t bytes) {
  if (!on_terminal_) return;
  const std::lock_guard lock(mutex_);
  if (const auto found = downloads_.find(id); found != downloads_.end())
    found->second.bytes = bytes;
  draw(false);
}

void Progress::download_finished(std::uint64_t id) {
  if (!on_terminal_) return;
  const std::lock_guard lock(mutex_);
  downloads_.erase(id);
  draw(true);
}

void Progress::installing(std::uint64_t done, std::uint64_t total) {
  if (!on_terminal_) return;
  const std::lock_guard lock(mutex_);
  status_ = done == total ? std::string() : fmt::format("Installing {}/{}", done, total);
  draw(false);
}

void Progress::resolved(std::size_t packages, Duration elapsed) {
  clear();
  printer_.say(
      fmt::format("Resolved {} in {}", counted(packages, "package"), elapsed_text(elapsed)));
}

void Progress::prepared(std::size_t wheels, Duration elapsed) {
  clear();
  printer_.say(fmt::format("Prepared {} in {}", counted(wheels, "package"), elapsed_text(elapsed)));
}

void Progress::warning(std::string_view text) { printer_.warn(text); }

void Progress::notice(std::string_view text) { printer_.say(text); }

void Progress::clear() {
  const std::lock_guard lock(mutex_);
  downloads_.clear();
  status_.clear();
  printer_.erase_live_lines();
}

void Progress::draw(bool now) {
  if (printer_.is_quiet()) return;
  const auto time = std::chrono::steady_clock::now();
  if (!now && time - last_drawn_ < redraw_pause) return;
  last_drawn_ = time;
  printer_.erase_live_lines();
  // A line that wraps would be two, of which one stays. Terminals wrap after the last column.
  const std::size_t columns = terminal_width(STDERR_FILENO, Environment::of_process()) - 1;
  std::string out;
  int lines = 0;
  if (!status_.empty()) {
    out += fit(status_, columns) + "\n";
    ++lines;
  }
  // The largest first: they are what one waits for.
  std::vector<const Download*> shown;
  for (const auto& [id, download] : downloads_) shown.push_back(&download);
  std::ranges::stable_sort(shown, [](const auto* a, const auto* b) { return a->total > b->total; });
  for (const Download* download : shown) {
    if (static_cast<std::size_t>(lines) == most_bars) break;
    out += progress_line(download->label, download->bytes, download->total, columns) + "\n";
    ++lines;
  }
  static_cast<void>(std::fwrite(out.data(), 1, out.size(), stderr));
  printer_.set_live_lines(lines);
}

}  // namespace axle
