// SPDX-License-Identifier: MIT
#include "base/log.hpp"

#ifndef SPDLOG_FMT_EXTERNAL
#define SPDLOG_FMT_EXTERNAL
#endif
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <memory>

#include "base/shown.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

std::atomic<LogLevel> current{LogLevel::off};

// Made with the first line, so that a quiet run does not pay for it.
spdlog::logger& logger() {
  static const std::shared_ptr<spdlog::logger> instance = [] {
    auto made =
        std::make_shared<spdlog::logger>("axle", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%L %H:%M:%S.%e %v");
    made->set_level(spdlog::level::trace);
    return made;
  }();
  return *instance;
}

}  // namespace

void set_log_level(LogLevel level) { current.store(level, std::memory_order_relaxed); }

bool logs(LogLevel level) {
  return static_cast<int>(current.load(std::memory_order_relaxed)) >= static_cast<int>(level);
}

void log_text(LogLevel level, std::string_view text) {
  logger().log(level == LogLevel::debug ? spdlog::level::debug : spdlog::level::trace,
               escape_foreign(hide_user_info(text)));
}

}  // namespace axle
