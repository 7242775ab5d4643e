// SPDX-License-Identifier: MIT
#include "cache/layout.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace axle {
namespace {
// Of every format so far; a new bucket belongs here too.
constexpr std::array<std::string_view, 9> bucket_names{"flat",        "history",      "index",
                                                       "interpreter", "metadata",     "partial",
                                                       "store",       "wheel-hashes", "wheels"};
}  // namespace

bool is_cache_entry(std::string_view name) {
  if (name == lock_name || name == staging_name || name == tag_name ||
      name.starts_with(trash_prefix))
    return true;
  const std::size_t version = name.rfind("-v");
  return version != std::string_view::npos &&
         parse_unsigned(name.substr(version + 2)).has_value() &&
         std::ranges::find(bucket_names, name.substr(0, version)) != bucket_names.end();
}

}  // namespace axle
