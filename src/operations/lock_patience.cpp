// SPDX-License-Identifier: MIT
#include "operations/lock_patience.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace axle {

Result<std::chrono::seconds> lock_patience(const Environment& environment) {
  constexpr std::chrono::minutes usual{5};
  constexpr std::chrono::hours longest{24};
  const auto text = environment.get_setting("LOCK_TIMEOUT");
  if (!text) return usual;
  const auto seconds = parse_unsigned(*text);
  if (!seconds || std::chrono::seconds(*seconds) > longest)
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` is not a number for `UV_LOCK_TIMEOUT`", escape_foreign(*text)),
                "give a whole number of seconds up to 86400");
  return std::chrono::seconds(*seconds);
}

}  // namespace axle
