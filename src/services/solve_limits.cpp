// SPDX-License-Identifier: MIT
#include "services/solve_limits.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::uint64_t most_mebibytes = std::uint64_t{1} << 30;
constexpr std::uint64_t most_seconds = 1'000'000;

Result<std::uint64_t> read_limit(const Environment& environment, std::string_view name,
                                 std::uint64_t otherwise, std::uint64_t most) {
  const auto text = environment.get_nonempty(name);
  if (!text) return otherwise;
  const auto value = parse_unsigned(*text);
  if (value && *value <= most) return *value;
  return fail_with_code(ErrorKind::invalid_input, ErrorCode::project,
                        fmt::format("the environment variable `{}` is not valid: `{}` is no whole "
                                    "number up to {}",
                                    name, escape_foreign(*text), most),
                        {}, std::string(name), "0 means no limit");
}

}  // namespace

Result<SolveLimits> solve_limits(const Environment& environment) {
  SolveLimits limits;
  TRY(const std::uint64_t mebibytes,
      read_limit(environment, "AXLE_SOLVE_MEMORY", limits.memory >> 20, most_mebibytes));
  const auto usual = std::chrono::duration_cast<std::chrono::seconds>(limits.stall).count();
  TRY(const std::uint64_t seconds, read_limit(environment, "AXLE_SOLVE_TIMEOUT",
                                              static_cast<std::uint64_t>(usual), most_seconds));
  limits.memory = mebibytes << 20;
  limits.stall = std::chrono::seconds(seconds);
  return limits;
}

}  // namespace axle
