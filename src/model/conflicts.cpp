// SPDX-License-Identifier: MIT
#include "axle/model/conflicts.hpp"

#include <fmt/format.h>

namespace axle {

ExtraName encoded(const ConflictItem& item) {
  if (const auto* extra = std::get_if<ExtraName>(&item.kind))
    return conflict_extra(item.package, *extra);
  if (const auto* group = std::get_if<GroupName>(&item.kind))
    return conflict_group(item.package, *group);
  return conflict_project(item.package);
}

ConflictSets encoded(const Conflicts& conflicts) {
  ConflictSets sets;
  for (const ConflictSet& set : conflicts) {
    auto& items = sets.emplace_back();
    for (const ConflictItem& item : set) items.push_back(encoded(item));
  }
  return sets;
}

std::string to_string(const ConflictItem& item) {
  if (const auto* extra = std::get_if<ExtraName>(&item.kind))
    return fmt::format("{}[{}]", item.package.text(), extra->text());
  if (const auto* group = std::get_if<GroupName>(&item.kind))
    return fmt::format("{}:{}", item.package.text(), group->text());
  return item.package.text();
}

std::string in_words(Marker marker, const Conflicts& conflicts) {
  // That an item is on says of its rivals that they are off.
  for (const ConflictSet& set : conflicts)
    for (const ConflictItem& item : set) {
      if (!marker.mentions_extras() || !marker.assume_extra(encoded(item), false).is_never())
        continue;
      for (const ConflictItem& rival : set)
        if (rival != item) marker = marker.assume_extra(encoded(rival), false);
    }
  std::string text = marker.to_text().value_or(std::string());
  if (!marker.mentions_extras()) return text;
  const auto replace_all = [&](const std::string& what, const std::string& with) {
    for (std::size_t at = text.find(what); at != std::string::npos;
         at = text.find(what, at + with.size()))
      text.replace(at, what.size(), with);
  };
  for (const ConflictSet& set : conflicts)
    for (const ConflictItem& item : set) {
      const std::string name = encoded(item).text();
      replace_all(fmt::format("extra == '{}'", name), fmt::format("with {}", to_string(item)));
      replace_all(fmt::format("extra != '{}'", name), fmt::format("without {}", to_string(item)));
    }
  return text;
}

}  // namespace axle
