// SPDX-License-Identifier: MIT
#include "solver/package_queue.hpp"

#include <algorithm>

namespace axle::solver {

void PackageQueue::push(PackageId package, Priority priority, std::uint32_t tie_break) {
  if (index(package) >= place_.size()) place_.resize(index(package) + 1, absent);
  std::uint32_t& place = place_[index(package)];
  if (place == absent) {
    place = static_cast<std::uint32_t>(entries_.size());
    entries_.push_back({});
  }
  entries_[place] = {priority, tie_break, package};
}

bool PackageQueue::contains(PackageId package) const {
  return index(package) < place_.size() && place_[index(package)] != absent;
}

void PackageQueue::erase(PackageId package) {
  if (contains(package)) erase_at(place_[index(package)]);
}

void PackageQueue::erase_at(std::size_t place) {
  place_[index(entries_[place].package)] = absent;
  if (place + 1 < entries_.size()) {
    entries_[place] = entries_.back();
    place_[index(entries_[place].package)] = static_cast<std::uint32_t>(place);
  }
  entries_.pop_back();
}

std::optional<PackageId> PackageQueue::pop() {
  const auto highest = std::ranges::max_element(entries_, [](const Entry& a, const Entry& b) {
    return a.priority != b.priority ? a.priority < b.priority : a.tie_break > b.tie_break;
  });
  if (highest == entries_.end()) return std::nullopt;
  const PackageId package = highest->package;
  erase_at(static_cast<std::size_t>(highest - entries_.begin()));
  return package;
}

}  // namespace axle::solver
