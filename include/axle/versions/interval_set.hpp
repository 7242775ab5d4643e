// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <utility>
#include <vector>

namespace axle {

/// One end of an interval. `value` means nothing if `kind` is `unbounded`.
template <class T>
struct Bound {
  enum class Kind : std::uint8_t { unbounded, included, excluded };
  Kind kind = Kind::unbounded;
  T value{};

  static Bound unbounded() { return {}; }
  static Bound included(T value) { return {Kind::included, std::move(value)}; }
  static Bound excluded(T value) { return {Kind::excluded, std::move(value)}; }
  bool is_unbounded() const { return kind == Kind::unbounded; }
  bool is_included() const { return kind == Kind::included; }

  friend bool operator==(const Bound& a, const Bound& b) {
    return a.kind == b.kind && (a.kind == Kind::unbounded || a.value == b.value);
  }
};

/// Which lower end starts first: unbounded < included < excluded at one value.
template <class T>
std::strong_ordering compare_lower(const Bound<T>& a, const Bound<T>& b) {
  if (a.is_unbounded() || b.is_unbounded()) return !a.is_unbounded() <=> !b.is_unbounded();
  if (const auto order = a.value <=> b.value; order != 0) return order;
  return a.kind <=> b.kind;
}

/// Which upper end stops first: excluded < included at one value < unbounded.
template <class T>
std::strong_ordering compare_upper(const Bound<T>& a, const Bound<T>& b) {
  if (a.is_unbounded() || b.is_unbounded()) return a.is_unbounded() <=> b.is_unbounded();
  if (const auto order = a.value <=> b.value; order != 0) return order;
  return b.kind <=> a.kind;
}

template <class T>
struct Interval {
  Bound<T> lower;
  Bound<T> upper;

  bool is_empty() const {
    if (lower.is_unbounded() || upper.is_unbounded()) return false;
    const auto order = lower.value <=> upper.value;
    return order > 0 || (order == 0 && !(lower.is_included() && upper.is_included()));
  }
  /// Whether it is a single value.
  bool is_point() const {
    return lower.is_included() && upper.is_included() && lower.value == upper.value;
  }
  friend bool operator==(const Interval&, const Interval&) = default;
};

/// A set of ordered values: sorted intervals that neither overlap nor touch. A value. Every
/// operation is linear.
template <class T>
class IntervalSet {
 public:
  IntervalSet() = default;  ///< empty
  static IntervalSet empty() { return {}; }
  static IntervalSet full() { return of(Bound<T>::unbounded(), Bound<T>::unbounded()); }
  static IntervalSet singleton(T value) {
    return of(Bound<T>::included(value), Bound<T>::included(value));
  }
  static IntervalSet at_least(T value) {
    return of(Bound<T>::included(std::move(value)), Bound<T>::unbounded());
  }
  static IntervalSet above(T value) {
    return of(Bound<T>::excluded(std::move(value)), Bound<T>::unbounded());
  }
  static IntervalSet at_most(T value) {
    return of(Bound<T>::unbounded(), Bound<T>::included(std::move(value)));
  }
  static IntervalSet below(T value) {
    return of(Bound<T>::unbounded(), Bound<T>::excluded(std::move(value)));
  }
  /// Empty if the ends leave nothing.
  static IntervalSet of(Bound<T> lower, Bound<T> upper) {
    IntervalSet set;
    Interval<T> interval{std::move(lower), std::move(upper)};
    if (!interval.is_empty()) set.segments_.push_back(std::move(interval));
    return set;
  }

  const std::vector<Interval<T>>& segments() const { return segments_; }
  bool is_empty() const { return segments_.empty(); }
  bool is_full() const {
    return segments_.size() == 1 && segments_[0].lower.is_unbounded() &&
           segments_[0].upper.is_unbounded();
  }

  bool contains(const T& value) const {
    for (const Interval<T>& segment : segments_) {
      if (!segment.lower.is_unbounded()) {
        const auto order = value <=> segment.lower.value;
        if (order < 0 || (order == 0 && !segment.lower.is_included())) return false;
      }
      if (segment.upper.is_unbounded()) return true;
      const auto order = value <=> segment.upper.value;
      if (order < 0 || (order == 0 && segment.upper.is_included())) return true;
    }
    return false;
  }

  IntervalSet complement() const {
    IntervalSet out;
    Bound<T> lower = Bound<T>::unbounded();
    bool open = true;  // whether `lower` starts something
    for (const Interval<T>& segment : segments_) {
      if (!segment.lower.is_unbounded()) out.push({lower, flipped(segment.lower)});
      open = !segment.upper.is_unbounded();
      if (open) lower = flipped(segment.upper);
    }
    if (open) out.push({lower, Bound<T>::unbounded()});
    return out;
  }

  IntervalSet intersect(const IntervalSet& other) const {
    IntervalSet out;
    auto a = segments_.begin();
    auto b = other.segments_.begin();
    while (a != segments_.end() && b != other.segments_.end()) {
      const Bound<T>& lower = compare_lower(a->lower, b->lower) >= 0 ? a->lower : b->lower;
      const bool a_stops_first = compare_upper(a->upper, b->upper) <= 0;
      Interval<T> both{lower, a_stops_first ? a->upper : b->upper};
      if (!both.is_empty()) out.segments_.push_back(std::move(both));
      if (a_stops_first)
        ++a;
      else
        ++b;
    }
    return out;
  }

  IntervalSet unite(const IntervalSet& other) const {
    IntervalSet out;
    auto a = segments_.begin();
    auto b = other.segments_.begin();
    while (a != segments_.end() || b != other.segments_.end()) {
      const bool take_a = b == other.segments_.end() ||
                          (a != segments_.end() && compare_lower(a->lower, b->lower) <= 0);
      const Interval<T>& next = take_a ? *a++ : *b++;
      if (!out.segments_.empty() && touches(out.segments_.back().upper, next.lower)) {
        if (compare_upper(out.segments_.back().upper, next.upper) < 0)
          out.segments_.back().upper = next.upper;
      } else {
        out.segments_.push_back(next);
      }
    }
    return out;
  }

  bool is_disjoint(const IntervalSet& other) const {
    auto a = segments_.begin();
    auto b = other.segments_.begin();
    while (a != segments_.end() && b != other.segments_.end()) {
      const Bound<T>& lower = compare_lower(a->lower, b->lower) >= 0 ? a->lower : b->lower;
      const bool a_stops_first = compare_upper(a->upper, b->upper) <= 0;
      if (!Interval<T>{lower, a_stops_first ? a->upper : b->upper}.is_empty()) return false;
      if (a_stops_first)
        ++a;
      else
        ++b;
    }
    return true;
  }

  bool is_subset_of(const IntervalSet& other) const {
    auto b = other.segments_.begin();
    for (const Interval<T>& segment : segments_) {
      while (b != other.segments_.end() && compare_upper(b->upper, segment.upper) < 0) ++b;
      if (b == other.segments_.end() || compare_lower(b->lower, segment.lower) > 0) return false;
    }
    return true;
  }

  friend bool operator==(const IntervalSet&, const IntervalSet&) = default;
  /// Segment by segment by start, then end; then the shorter first.
  friend std::strong_ordering operator<=>(const IntervalSet& a, const IntervalSet& b) {
    for (std::size_t i = 0; i < a.segments_.size() && i < b.segments_.size(); ++i) {
      if (const auto order = compare_lower(a.segments_[i].lower, b.segments_[i].lower); order != 0)
        return order;
      if (const auto order = compare_upper(a.segments_[i].upper, b.segments_[i].upper); order != 0)
        return order;
    }
    return a.segments_.size() <=> b.segments_.size();
  }

 private:
  /// The end of what lies on the other side.
  static Bound<T> flipped(const Bound<T>& bound) {
    return bound.is_included() ? Bound<T>::excluded(bound.value) : Bound<T>::included(bound.value);
  }
  /// Whether nothing lies between an upper end and a lower end that starts no earlier than the
  /// segment of the upper one.
  static bool touches(const Bound<T>& upper, const Bound<T>& lower) {
    if (upper.is_unbounded() || lower.is_unbounded()) return true;
    const auto order = lower.value <=> upper.value;
    return order < 0 || (order == 0 && (upper.is_included() || lower.is_included()));
  }
  void push(Interval<T> interval) {
    if (!interval.is_empty()) segments_.push_back(std::move(interval));
  }

  std::vector<Interval<T>> segments_;
};

}  // namespace axle
