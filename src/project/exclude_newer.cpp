// SPDX-License-Identifier: MIT
#include "axle/project/exclude_newer.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "base/try.hpp"
#include "project/upload_moment.hpp"
#include "project/upload_span.hpp"

namespace axle {

Result<UploadLimit> UploadLimit::parse(std::string_view text) {
  if (text.size() > 256)
    return fail(ErrorKind::invalid_input,
                "the value of `exclude-newer` is longer than 256 characters");
  if (text == "false") return never();
  if (auto moment = read_moment(text)) return *std::move(moment);
  if (looks_like_span(text)) return read_span(text);
  if (text.size() > 4 && text[4] == '-' && is_ascii_digit(text[0]))
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` could not be parsed as a valid date", escape_foreign(text)),
                "write a date such as `2024-01-01`, or a moment such as `2024-01-01T00:00:00Z`");
  return fail(ErrorKind::invalid_input,
              fmt::format("`{}` could not be parsed as a valid exclude-newer value (expected a "
                          "date like `2024-01-01`, a timestamp like "
                          "`2024-01-01T00:00:00Z`, or a duration like `3 days` or `P3D`)",
                          escape_foreign(text)));
}

UploadCutoff UploadLimit::cutoff(std::chrono::system_clock::time_point now) const {
  if (kind == Kind::off) return std::nullopt;
  if (kind == Kind::instant) return milliseconds;
  return std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() -
         milliseconds;
}

}  // namespace axle
