// SPDX-License-Identifier: MIT
#pragma once

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace axle {

// The log is for those who look into axle (`-v`, `-vv`), on standard error. What a user needs goes
// through Reporter. Never log a URL but by Url::to_string, which has no secrets.
enum class LogLevel { off, debug, trace };

void set_log_level(LogLevel level);
bool logs(LogLevel level);
void log_text(LogLevel level, std::string_view text);

template <class... Arguments>
void log_debug(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  if (logs(LogLevel::debug))
    log_text(LogLevel::debug, fmt::format(format, std::forward<Arguments>(arguments)...));
}

template <class... Arguments>
void log_trace(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  if (logs(LogLevel::trace))
    log_text(LogLevel::trace, fmt::format(format, std::forward<Arguments>(arguments)...));
}

}  // namespace axle
