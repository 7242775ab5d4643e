// SPDX-License-Identifier: MIT
#include "base/number_setting.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace axle {

Result<std::optional<std::uint64_t>> number_setting(const Environment& environment,
                                                    std::string_view name, std::uint64_t largest) {
  const auto text = environment.get_setting(name);
  if (!text) return std::optional<std::uint64_t>();
  const auto value = parse_unsigned(*text);
  if (!value || *value > largest)
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` is not a number for `UV_{}`", escape_foreign(*text), name),
                fmt::format("give a whole number up to {}", largest));
  return std::optional(*value);
}

}  // namespace axle
