// SPDX-License-Identifier: MIT
#include "markers/marker_values.hpp"

namespace axle {

MarkerValueId MarkerStrings::intern(std::string_view text) {
  if (const auto found = ids_.find(text); found != ids_.end()) return found->second;
  const auto id = static_cast<MarkerValueId>(texts_.size());
  texts_.emplace_back(text);
  ids_.emplace(texts_.back(), id);
  return id;
}

MarkerRelease trimmed(std::span<const std::uint64_t> release) {
  MarkerRelease numbers(release.begin(), release.end());
  if (numbers.empty()) numbers.push_back(0);
  while (numbers.size() > 1 && numbers.back() == 0) numbers.pop_back();
  return numbers;
}

std::string to_text(const MarkerRelease& release) {
  std::string text;
  for (const std::uint64_t number : release) {
    if (!text.empty()) text += '.';
    text += std::to_string(number);
  }
  return text;
}

std::size_t MarkerReleases::Hash::operator()(const MarkerRelease& release) const {
  std::size_t hash = release.size();
  for (const std::uint64_t number : release)
    hash = (hash ^ static_cast<std::size_t>(number)) * 0x9E3779B97F4A7C15ULL;
  return hash;
}

MarkerValueId MarkerReleases::intern(MarkerRelease trimmed_release) {
  const auto [place, is_new] =
      ids_.emplace(std::move(trimmed_release), static_cast<MarkerValueId>(releases_.size()));
  if (is_new) releases_.push_back(place->first);
  return place->second;
}

}  // namespace axle
