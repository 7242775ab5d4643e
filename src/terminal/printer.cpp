// SPDX-License-Identifier: MIT
#include "terminal/printer.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/shown.hpp"
#include "base/text.hpp"

namespace axle {

void Printer::data(std::string_view text) {
  if (record_) record_->is_unique();
  const std::lock_guard lock(mutex_);
  if (as_json_)
    kept_ += text;
  else
    write_out(text);
}

void Printer::finish() {
  const std::lock_guard lock(mutex_);
  if (!as_json_) return;
  if (!kept_.empty() && nlohmann::json::accept(kept_))
    write_out(kept_);
  else
    write_out(nlohmann::json{{"output", kept_}}.dump(-1, ' ', false,
                                                     nlohmann::json::error_handler_t::replace) +
              "\n");
}

void Printer::write_out(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    data_written_ = false;
}

void Printer::say(std::string_view line) {
  if (record_) record_->said(line);
  if (quietness_ == 0) write_err(fmt::format("{}\n", line));
}

void Printer::warn(std::string_view text) {
  if (record_) record_->is_unique();
  if (quietness_ > 1) return;
  {
    const std::lock_guard lock(mutex_);
    if (!warned_.emplace(text).second) return;
  }
  write_err(fmt::format("{}: {}\n", err_.yellow("warning"), hide_user_info(text)));
}

void Printer::error(std::string_view text) { write_err(text); }

void Printer::write_err(std::string_view text) {
  const std::lock_guard lock(mutex_);
  const std::string whole = take_live_lines() + std::string(text);
  // One write, so that lines of parallel processes do not mix. Nobody can be told if it fails.
  static_cast<void>(std::fwrite(whole.data(), 1, whole.size(), stderr));
}

void Printer::set_live_lines(int lines) {
  const std::lock_guard lock(mutex_);
  live_lines_ = lines;
}

void Printer::erase_live_lines() {
  const std::lock_guard lock(mutex_);
  const std::string erasing = take_live_lines();
  static_cast<void>(std::fwrite(erasing.data(), 1, erasing.size(), stderr));
}

std::string Printer::take_live_lines() {
  std::string out;
  for (; live_lines_ > 0; --live_lines_) out += "\x1b[1A\x1b[2K";
  return out;
}

std::string elapsed_text(std::chrono::steady_clock::duration elapsed) {
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(elapsed).count();
  if (micros < 1000) return fmt::format("{:.2f}ms", static_cast<double>(micros) / 1000);
  if (micros < 1'000'000) return fmt::format("{}ms", micros / 1000);
  if (micros < 60'000'000) return fmt::format("{:.2f}s", static_cast<double>(micros) / 1e6);
  return fmt::format("{}m {:02}s", micros / 60'000'000, micros / 1'000'000 % 60);
}

}  // namespace axle
