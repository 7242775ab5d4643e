// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace axle {

/// Answers that were worked out before, by a pair of markers. Forgets everything when it is full:
/// a memo saves work, it does not hold truth.
class MarkerMemo {
 public:
  explicit MarkerMemo(std::size_t most_entries = std::size_t{1} << 21U) : most_(most_entries) {}

  std::optional<std::uint32_t> find(std::uint32_t a, std::uint32_t b = 0) const {
    if (slots_.empty()) return std::nullopt;
    const std::uint64_t key = key_of(a, b);
    for (std::size_t at = place_of(key);; at = (at + 1) & mask()) {
      if (slots_[at].key == key) return slots_[at].value;
      if (slots_[at].key == unused) return std::nullopt;
    }
  }

  void put(std::uint32_t a, std::uint32_t b, std::uint32_t value) {
    if ((used_ + 1) * 2 > slots_.size()) make_room();
    insert(key_of(a, b), value);
  }

  void clear() {
    slots_.clear();
    used_ = 0;
  }

 private:
  struct Slot {
    std::uint64_t key = unused;
    std::uint32_t value = 0;
  };
  static constexpr std::uint64_t unused = ~std::uint64_t{0};
  static constexpr std::size_t fewest_slots = 32;  // most memos live for one small marker

  static std::uint64_t key_of(std::uint32_t a, std::uint32_t b) {
    return (static_cast<std::uint64_t>(a) << 32U) | b;
  }
  std::size_t mask() const { return slots_.size() - 1; }
  std::size_t place_of(std::uint64_t key) const {
    key *= 0x9E3779B97F4A7C15ULL;
    return static_cast<std::size_t>(key ^ (key >> 32U)) & mask();
  }
  void insert(std::uint64_t key, std::uint32_t value) {
    std::size_t at = place_of(key);
    while (slots_[at].key != unused && slots_[at].key != key) at = (at + 1) & mask();
    if (slots_[at].key == unused) ++used_;
    slots_[at] = {key, value};
  }
  void make_room() {
    const bool forget = used_ >= most_;
    std::vector<Slot> old(forget || slots_.empty() ? fewest_slots : slots_.size() * 2);
    old.swap(slots_);
    used_ = 0;
    if (forget) return;
    for (const Slot& slot : old)
      if (slot.key != unused) insert(slot.key, slot.value);
  }

  std::size_t most_;
  std::size_t used_ = 0;
  std::vector<Slot> slots_;
};

}  // namespace axle
