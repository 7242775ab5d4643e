// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "cli/commands/commands.hpp"

namespace axle {
namespace {

constexpr std::string_view axle_version = AXLE_VERSION;

#if defined(__x86_64__)
constexpr std::string_view machine = "x86_64";
#elif defined(__aarch64__)
constexpr std::string_view machine = "aarch64";
#else
constexpr std::string_view machine = "unknown";
#endif

#if defined(__APPLE__)
constexpr std::string_view platform = "apple-darwin";
#elif defined(__GLIBC__)
constexpr std::string_view platform = "unknown-linux-gnu";
#else
constexpr std::string_view platform = "unknown-linux-musl";
#endif

}  // namespace

Result<ExitCode> self_version_command(const SelfVersionOptions& options, Session& session) {
  const std::string target = fmt::format("{}-{}", machine, platform);
  if (options.output_format == "json" || session.options().json) {
    const nlohmann::ordered_json data{{"package_name", "axle"},
                                      {"version", axle_version},
                                      {"commit_info", nullptr},
                                      {"target_triple", target}};
    session.printer().data(data.dump(2) + "\n");
  } else if (options.is_short) {
    session.printer().data(fmt::format("{}\n", axle_version));
  } else {
    session.printer().data(fmt::format("axle {} ({})\n", axle_version, target));
  }
  return ExitCode::success;
}

}  // namespace axle
