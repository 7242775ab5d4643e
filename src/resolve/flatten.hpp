// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "resolve/manifest.hpp"
#include "resolve/solve_budget.hpp"

namespace axle {

/// Whose requirements are flattened, and for what.
struct FlattenTarget {
  Manifest::Owner owner;         ///< empty for the root
  std::optional<ExtraId> extra;  ///< what the extra adds to the production requirements
  std::optional<GroupId> group;  ///< the group alone
  const ForkEnvironment& environment;
  Marker python;  ///< the Python versions of the fork
};

/// Turns what metadata say into what one package of the solver needs: overrides and exclusions
/// applied, extras out of the markers, what cannot hold in the fork left out, constraints behind
/// the requirement they belong to, requirements on the package itself replaced by what its extras
/// need.
class Flattener {
 public:
  /// All outlive the flattener. `one` is null in universal mode.
  Flattener(const Manifest& manifest, const PackageTable& table, const ConflictTable& conflicts,
            const OneEnvironment* one, SolveBudget& budget)
      : manifest_(manifest), table_(table), conflicts_(conflicts), one_(one), budget_(budget) {}

  std::vector<PreparedRequirement> flatten(const PreparedRequirements& requirements,
                                           const FlattenTarget& target) const;

 private:
  std::vector<PreparedRequirement> flatten_replaced(const PreparedRequirements& requirements,
                                                    const FlattenTarget& target) const;
  struct Context {
    const FlattenTarget& target;
    std::optional<ExtraId> extra;
    Manifest::Owner owner;  ///< whose exclusions count
  };

  std::vector<PreparedRequirement> collect(const std::vector<PreparedRequirement>& requirements,
                                           const Context& context) const;
  void take(const PreparedRequirement& requirement, const Context& context,
            std::vector<PreparedRequirement>& out) const;
  std::optional<Marker> marker_for(const PreparedRequirement& requirement,
                                   const Context& context) const;
  void add_constraints(const PreparedRequirement& requirement, const Context& context,
                       std::vector<PreparedRequirement>& out) const;
  void expand_self(const PreparedRequirements& all, const FlattenTarget& target,
                   std::vector<PreparedRequirement>& flat) const;
  void replace_self(NameId self, std::vector<PreparedRequirement>& flat) const;
  bool is_possible(Marker marker, const FlattenTarget& target) const;
  bool holds(Marker marker, std::optional<ExtraId> extra) const;
  Marker with_only(Marker marker, ExtraId extra) const;

  const Manifest& manifest_;
  const PackageTable& table_;
  const ConflictTable& conflicts_;
  const OneEnvironment* one_;
  SolveBudget& budget_;  // once it is spent, what is returned means nothing
};

}  // namespace axle
