// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/standards/requires_python.hpp"
#include "resolve/candidate.hpp"
#include "resolve/conflict_counter.hpp"
#include "resolve/dependency.hpp"
#include "resolve/fork_environment.hpp"
#include "resolve/priorities.hpp"
#include "solver/state.hpp"

namespace axle {

/// The file that stands for a version that was chosen.
struct Pin {
  const AvailableVersion* files = nullptr;    ///< of an index
  const KnownInstalled* installed = nullptr;  ///< or of the environment

  /// Null if it comes from no index.
  const IndexUrl* index() const {
    return files != nullptr ? files->installed_from().index.get() : nullptr;
  }
};

/// All that is known and assumed in one fork. Copied where it splits.
struct ForkState {
  ForkState(const Version& root_version, ForkEnvironment fork_environment,
            RequiresPython requires_python);

  solver::State solver;
  /// Set after a split on a version: the package to choose for first, and perhaps the version.
  std::optional<solver::PackageId> initial_package;
  std::optional<Version> initial_version;
  solver::PackageId next;  ///< the package that is being decided, or was decided last

  std::size_t number = 0;  ///< in the story of the forks
  ForkEnvironment environment;
  RequiresPython python;  ///< narrowed to what the environment's marker leaves
  Marker python_marker;   ///< the same as a marker

  Priorities priorities;
  ConflictCounter conflicts;

  const Pin* pin(NameId name, const Version& version) const;
  void set_pin(NameId name, const Version& version, Pin pin);

  /// The place or index that the package is tied to in this fork; none if it is not.
  SourceId source(NameId name) const { return name < sources_.size() ? sources_[name] : no_source; }
  IndexId index(NameId name) const { return name < indexes_.size() ? indexes_[name] : no_index_id; }
  /// What it was tied to before, if that is something else: a contradiction.
  std::optional<SourceId> tie_to_source(NameId name, SourceId source);
  std::optional<IndexId> tie_to_index(NameId name, IndexId index);

  bool has_dependencies(solver::PackageId package, const Version& version) const;
  void mark_dependencies(solver::PackageId package, const Version& version);

  /// The version that was chosen last from the same range, as long as the environment stays the
  /// same.
  const Version* selected(solver::PackageId package, const VersionRange& range) const;
  void set_selected(solver::PackageId package, const VersionRange& range, const Version& version);

  /// Continues in a part of the environment.
  void enter(ForkEnvironment part);

  /// The range for which metadata was asked for last, by package.
  std::unordered_map<std::uint32_t, std::optional<VersionRange>> previsited;
  /// How many versions of a name were tried, for prefetching more at a time.
  std::unordered_map<NameId, std::pair<unsigned, unsigned>>
      tries;  // tried, and tried when last prefetched

 private:
  std::vector<std::vector<std::pair<Version, Pin>>> pins_;                        // by NameId
  std::vector<SourceId> sources_;                                                 // by NameId
  std::vector<IndexId> indexes_;                                                  // by NameId
  std::vector<std::vector<Version>> added_;                                       // by package
  std::unordered_map<std::uint32_t, std::pair<VersionRange, Version>> selected_;  // by package
};

}  // namespace axle
