// SPDX-License-Identifier: MIT
#include "resolve/priorities.hpp"

#include <tuple>

namespace axle {

Priorities::Entry& Priorities::entry_of(NameId name) {
  if (names_.size() <= name) names_.resize(name + 1);
  Entry& entry = names_[name];
  if (entry.order == unseen) entry.order = names_seen_++;
  return entry;
}

void Priorities::add(const PackageTable& table, PackageTable::Id package, const VersionRange& range,
                     bool is_direct) {
  const std::uint32_t place = index(package);
  if (package_order_.size() <= place) package_order_.resize(place + 1, unseen);
  if (package_order_[place] == unseen) package_order_[place] = packages_seen_++;

  const NameId name = table[package].name;
  if (name == no_name) return;
  Entry& entry = entry_of(name);
  if (is_direct) {
    entry.kind = std::max(entry.kind, Class::direct);
  } else if (range.is_singleton_constraint()) {
    entry.kind = std::max(entry.kind, Class::singleton);
  }
}

std::uint64_t Priorities::of(const PackageTable& table, PackageTable::Id package) const {
  // Earlier means greater, so orders count down. 3 bits of class, 30 of each order.
  constexpr std::uint64_t last = (1U << 30U) - 1;
  const SolverPackage& known = table[package];
  if (!known.has_name())
    return (std::uint64_t{7} << 60U) | (last - static_cast<std::uint64_t>(known.kind));
  const Entry entry = known.name < names_.size() ? names_[known.name] : Entry{};
  const std::uint32_t order =
      index(package) < package_order_.size() ? package_order_[index(package)] : unseen;
  const auto rank = [last](std::uint32_t seen) {
    return last - std::min<std::uint64_t>(seen, last);
  };
  return (static_cast<std::uint64_t>(entry.kind) << 60U) | (rank(entry.order) << 30U) | rank(order);
}

bool Priorities::mark_conflict_early(NameId name) {
  Entry& entry = entry_of(name);
  if (entry.kind == Class::conflict_early) return false;
  entry.kind = Class::conflict_early;
  return true;
}

bool Priorities::mark_conflict_late(NameId name) {
  Entry& entry = entry_of(name);
  if (entry.kind == Class::conflict_early || entry.kind == Class::conflict_late) return false;
  entry.kind = Class::conflict_late;
  return true;
}

}  // namespace axle
