// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "solver/assignment.hpp"
#include "solver/copy_on_write.hpp"
#include "solver/incompatibility_store.hpp"
#include "solver/package_queue.hpp"

namespace axle::solver {

struct Decision {
  PackageId package;
  Version version;
};

// How a partial solution stands to an incompatibility.
struct Satisfied {};      ///< all terms hold: a conflict
struct AlmostSatisfied {  ///< all hold but that of `open`, which is inconclusive
  PackageId open;
};
struct Contradicted {};  ///< one cannot hold
struct Inconclusive {};
using Relation = std::variant<Satisfied, AlmostSatisfied, Contradicted, Inconclusive>;

/// Where conflict resolution goes from an incompatibility that holds.
struct SatisfierSearch {
  PackageId package;  ///< whose term came to hold last
  std::optional<IncompatibilityId>
      resolve_with;  ///< the derivation that did it; empty: backtrack instead
  Level backtrack_to = 0;
};

/// What is assumed so far: decisions and what follows from them (docs/solver.md, "Partial
/// solution"). Copies share the records of packages that none of them changed since.
class PartialSolution {
 public:
  bool has_backtracked() const { return valid_levels_.size() > 1; }
  Level level() const { return level_; }

  const Term* term(PackageId package) const;
  const VersionRange* allowed(PackageId package) const;  ///< null unless needed and undecided
  const Term* lasting_term(PackageId package) const;
  std::vector<PackageId> recently_constrained() const;
  std::vector<PackageId> undecided() const;
  std::vector<Decision> decisions() const;

  Relation relation(const Incompatibility& incompatibility) const;
  /// The same, as if `version` of `package` were decided.
  Relation relation_deciding(const Incompatibility& incompatibility, PackageId package,
                             const Version& version) const;

  /// Requires: `package` is undecided and `version` in its range.
  void decide(PackageId package, const Version& version);
  /// Adds the opposite of the term that `cause` has for `package`. Requires: `package` is
  /// undecided.
  void derive(PackageId package, IncompatibilityId id, const Incompatibility& cause);

  SatisfierSearch search_satisfier(const Incompatibility& incompatibility,
                                   const IncompatibilityStore& store) const;

  void backtrack(Level level);
  /// Undoes the decision about `package`; the new level, or empty if it is not decided.
  std::optional<Level> backtrack_package(PackageId package);

  // An incompatibility found contradicted stays so until backtracking goes below the level where
  // that was found.
  bool is_contradicted(IncompatibilityId id) const;
  void mark_contradicted(IncompatibilityId id);

  // Picking: prioritize every outdated package, then pop. See State::pick.
  std::optional<PackageId> next_outdated();
  void prioritize(PackageId package, Priority priority, std::uint32_t tie_break);
  std::optional<PackageId> pop_highest();

 private:
  static constexpr std::uint32_t absent = ~std::uint32_t{0};

  struct Contradiction {
    Level level = 0;
    std::uint32_t generation = 0;  // 0: never found contradicted
  };

  const PackageAssignments* assignments(PackageId package) const;
  template <class TermOf>
  static Relation relation(const Incompatibility& incompatibility, TermOf&& term_of);
  void make_room_for(PackageId package);
  void mark_outdated(PackageId package);
  Level previous_satisfier_level(const Incompatibility& incompatibility,
                                 std::vector<Satisfier> satisfiers, std::size_t last,
                                 const IncompatibilityStore& store) const;

  std::uint32_t next_order_ = 0;
  Level level_ = 0;  // also the number of decisions
  // Packages with assignments: first the decided ones in order of decision, so that package i has
  // level i + 1.
  std::vector<PackageId> packages_;
  std::vector<std::uint32_t> position_;  // by package: its place in packages_, or absent
  std::vector<CopyOnWrite<PackageAssignments>>
      assignments_;  // by package; meaningful if it has a position
  PackageQueue queue_;
  std::vector<PackageId>
      outdated_;  // to be given a priority before the next pick; may name a package twice
  // By generation (how often we had backtracked): the highest level of then that still stands; the
  // last is running.
  std::vector<Level> valid_levels_{0};
  std::vector<Contradiction> contradictions_;  // by incompatibility
};

}  // namespace axle::solver
