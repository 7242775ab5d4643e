// SPDX-License-Identifier: MIT
#include "services/lock_patience.hpp"

#include "base/number_setting.hpp"
#include "base/try.hpp"

namespace axle {

Result<std::chrono::seconds> lock_patience(const Environment& environment) {
  constexpr std::uint64_t usual = 300, a_day = 86400;
  TRY(const auto seconds, number_setting(environment, "LOCK_TIMEOUT", a_day));
  return std::chrono::seconds(seconds.value_or(usual));
}

}  // namespace axle
