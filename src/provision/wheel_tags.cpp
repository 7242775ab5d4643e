// SPDX-License-Identifier: MIT
#include "provision/wheel_tags.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace axle {

bool runs_with(const CompatibleTags& tags, std::span<const std::string> stated) {
  if (stated.empty()) return true;
  return std::ranges::any_of(stated, [&](const std::string& text) {
    const auto parts = split(text, '-');
    // A tag that cannot be read says nothing against the package.
    return parts.size() != 3 ||
           tags.priority(Tag{std::string(parts[0]), std::string(parts[1]), std::string(parts[2])})
               .has_value();
  });
}

std::function<bool(std::span<const std::string>)> runs_on(const CompatibleTags& tags) {
  return [tags](std::span<const std::string> stated) { return runs_with(tags, stated); };
}

}  // namespace axle
