// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "axle/versions/package_name.hpp"

namespace axle {

/// Names as small numbers, given in the order in which they are first seen.
template <class Name>
class Interner {
 public:
  using Id = std::uint32_t;

  Id id_of(const Name& name) {
    const auto [place, is_new] = ids_.try_emplace(name, static_cast<Id>(names_.size()));
    if (is_new) names_.push_back(&place->first);  // keys of an unordered_map stay where they are
    return place->second;
  }
  std::optional<Id> find(const Name& name) const {
    const auto place = ids_.find(name);
    return place != ids_.end() ? std::optional(place->second) : std::nullopt;
  }
  const Name& operator[](Id id) const { return *names_[id]; }
  std::size_t size() const { return names_.size(); }

 private:
  std::unordered_map<Name, Id> ids_;
  std::vector<const Name*> names_;
};

using NameId = Interner<PackageName>::Id;
using ExtraId = Interner<ExtraName>::Id;
using GroupId = Interner<GroupName>::Id;
inline constexpr std::uint32_t no_name = UINT32_MAX;

}  // namespace axle
