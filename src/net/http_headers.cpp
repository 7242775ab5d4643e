// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "base/cursor.hpp"
#include "base/text.hpp"
#include "net/http_client.hpp"

namespace axle {

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (const Header& field : fields_)
    if (equals_ignoring_case(field.name, name)) return field.value;
  return std::nullopt;
}

std::optional<std::string> Headers::combined(std::string_view name) const {
  std::optional<std::string> all;
  for (const Header& field : fields_) {
    if (!equals_ignoring_case(field.name, name)) continue;
    if (all) *all += ", ";
    all = all.value_or("") + field.value;
  }
  return all;
}

std::string ByteRange::to_string() const {
  switch (kind) {
    case Kind::between:
      return fmt::format("bytes={}-{}", first, last);
    case Kind::from:
      return fmt::format("bytes={}-", first);
    case Kind::suffix:
      break;
  }
  return fmt::format("bytes=-{}", first);
}

std::optional<ContentRange> ContentRange::parse(std::string_view text) {
  const std::string lowered = ascii_lower(trim(text));
  Cursor in(lowered);
  if (!in.skip("bytes ")) return std::nullopt;
  in.skip_space();
  ContentRange range;
  const auto first = in.number();
  if (!first || !in.skip('-')) return std::nullopt;
  const auto last = in.number();
  if (!last || !in.skip('/')) return std::nullopt;
  range.first = *first;
  range.last = *last;
  if (!in.skip('*')) {
    range.total = in.number();
    if (!range.total || *range.total <= range.last) return std::nullopt;
  }
  if (!in.at_end() || range.last < range.first) return std::nullopt;
  return range;
}

}  // namespace axle
