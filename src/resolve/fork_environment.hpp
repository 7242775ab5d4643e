// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "axle/markers/marker.hpp"
#include "axle/standards/requires_python.hpp"
#include "resolve/conflict_table.hpp"

namespace axle {

/// For which machines, and which choice of conflicting extras and groups, a fork is solved. A
/// value.
class ForkEnvironment {
 public:
  using Items = std::vector<ConflictTable::Item>;  // ascending

  /// One machine; forks never happen.
  static ForkEnvironment one();
  /// Every machine.
  static ForkEnvironment all();

  bool is_universal() const { return is_universal_; }
  Marker marker() const { return marker_; }
  const Items& included() const { return included_; }
  const Items& excluded() const { return excluded_; }

  /// False only if this is a fork, and `marker` holds nowhere in it.
  bool overlaps(Marker marker) const { return !is_universal_ || !marker_.is_disjoint(marker); }
  bool allows(const ConflictTable& conflicts, ConflictTable::Item item) const;
  /// Whether an extra may be active here, whether or not it is an item of a conflict.
  bool allows_extra(const ConflictTable& conflicts, NameId package, ExtraId extra) const;
  bool excludes(ConflictTable::Item item) const;

  ForkEnvironment narrowed(Marker marker) const;
  /// With more items included and excluded; empty if an item would be both.
  std::optional<ForkEnvironment> with_items(std::span<const ConflictTable::Item> included,
                                            std::span<const ConflictTable::Item> excluded) const;
  /// In and out of `marker`, in this order; empty if one of them would be empty.
  std::optional<std::pair<ForkEnvironment, ForkEnvironment>> split(Marker marker) const;

  /// The marker and the items as one marker; `always` for one machine.
  Marker universal_marker(const ConflictTable& conflicts) const;
  /// The Python versions that are possible here, if that is limited.
  std::optional<PythonBounds> python_bounds() const;
  /// "split (markers: …; included: …; excluded: …)"; empty if this is no fork.
  std::string describe(const ConflictTable& conflicts) const;

 private:
  bool is_universal_ = false;
  Marker marker_ = Marker::always();
  Items included_;
  Items excluded_;
};

}  // namespace axle
