// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace axle {

/// A string or a release in one of the tables below.
using MarkerValueId = std::uint32_t;

/// Strings that markers name, each once. Only grows; a reference stays good.
class MarkerStrings {
 public:
  MarkerValueId intern(std::string_view text);
  const std::string& at(MarkerValueId id) const { return texts_[id]; }
  std::strong_ordering compare(MarkerValueId a, MarkerValueId b) const {
    return a == b ? std::strong_ordering::equal : at(a) <=> at(b);
  }

 private:
  std::deque<std::string> texts_;
  std::unordered_map<std::string_view, MarkerValueId> ids_;
};

/// The release part of a version without trailing zeros; `0` keeps one number.
using MarkerRelease = std::vector<std::uint64_t>;

MarkerRelease trimmed(std::span<const std::uint64_t> release);
/// "3.12": the numbers with dots between.
std::string to_text(const MarkerRelease& release);

/// Releases that markers name, each once. Only grows.
class MarkerReleases {
 public:
  MarkerValueId intern(MarkerRelease trimmed_release);
  const MarkerRelease& at(MarkerValueId id) const { return releases_[id]; }
  std::strong_ordering compare(MarkerValueId a, MarkerValueId b) const {
    return a == b ? std::strong_ordering::equal : at(a) <=> at(b);
  }

 private:
  struct Hash {
    std::size_t operator()(const MarkerRelease& release) const;
  };
  std::deque<MarkerRelease> releases_;
  std::unordered_map<MarkerRelease, MarkerValueId, Hash> ids_;
};

}  // namespace axle
