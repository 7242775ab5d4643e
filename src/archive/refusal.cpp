// SPDX-License-Identifier: MIT
#include "archive/refusal.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace axle {

std::unexpected<Error> refuse(ErrorCode code, std::string_view wheel, std::string_view member,
                              std::string_view rule, std::string hint) {
  // A name may have 65,535 bytes; its beginning is enough to find it.
  constexpr std::size_t longest_shown = 200;
  std::string shown = escape_foreign(member.substr(0, longest_shown));
  if (member.size() > longest_shown) shown += "…";
  const std::string file = escape_foreign(wheel);
  std::string message = shown.empty()
                            ? fmt::format("refused `{}`: {}", file, rule)
                            : fmt::format("refused `{}`: member `{}`: {}", file, shown, rule);
  if (hint.empty())
    hint = "the wheel is damaged or made to deceive; tell its publisher, or choose another version";
  return fail_with_code(ErrorKind::integrity, code, std::move(message), file, std::move(shown),
                        std::move(hint));
}

}  // namespace axle
