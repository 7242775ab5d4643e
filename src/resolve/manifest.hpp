// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/resolve/resolve.hpp"
#include "resolve/conflict_table.hpp"
#include "resolve/file_judge.hpp"
#include "resolve/fork_scoped.hpp"
#include "resolve/prepared_requirement.hpp"

namespace axle {

/// When pre-releases of a package are looked at.
enum class PrereleaseChoice : std::uint8_t {
  never,
  last,   ///< if no stable version will do
  alike,  ///< in the order of versions
};

/// A direct distribution (a member, an archive at a path) with its requirements prepared.
struct PreparedDirect {
  std::shared_ptr<const DirectDistribution> distribution;
  PreparedRequirements requirements;
};

/// Everything that first-party requirements decide for the whole resolution: which indexes and
/// places packages are tied to, which yanked versions and pre-releases may be used, which packages
/// are direct.
class Manifest {
 public:
  Manifest(const ResolveInput& input, PackageTable& table, SourceTable& sources,
           const ConflictTable& conflicts);
  Manifest(const Manifest&) = delete;
  Manifest& operator=(const Manifest&) = delete;

  /// Reads the direct distributions that requirements name, and the ones that those name in turn.
  /// Errors: those of the reader; `invalid_input` if one is named that nobody can read.
  Result<void> read_direct(DirectReader* reader);

  const std::vector<PreparedRequirement>& roots() const { return roots_; }
  /// What a source holds, read if it was not before. Errors: those of read_direct().
  Result<const PreparedDirect*> read(SourceId source, DirectReader* reader);
  /// What a source holds. Requires: it was read.
  const PreparedDirect& direct(SourceId source) const { return direct_.at(source); }

  /// The requirements of a package after overrides, in order. `package`, `version`: whose they are;
  /// empty for the root.
  struct Owner {
    NameId package = no_name;
    const Version* version = nullptr;
  };
  std::vector<PreparedRequirement> overridden(const std::vector<PreparedRequirement>& requirements,
                                              const Owner& owner) const;
  bool has_overrides(const Owner& owner) const;
  bool is_excluded(NameId dependency, const Owner& owner) const;
  const std::vector<PreparedRequirement>* constraints(NameId name) const;

  /// The indexes that a package is tied to, by fork.
  const ForkScoped<IndexId>& indexes() const { return indexes_; }
  /// The places that an override gives to a package, by fork; these stand instead of all others.
  const ForkScoped<SourceId>& override_sources() const { return override_sources_; }
  /// Whether a requirement may name this place for the package: some first-party requirement or
  /// constraint does.
  bool allows_source(NameId name, SourceId source) const;
  /// Whether the package comes from a place in any fork.
  bool has_source(NameId name) const;

  PrereleaseChoice prereleases(NameId name, const ForkEnvironment& environment) const;
  bool is_direct(NameId name, const ForkEnvironment& environment) const {
    return direct_names_.any(name, environment, conflicts_);
  }
  FileJudge::AllowedYanks allowed_yanks() const;

 private:
  struct Scoped {
    std::optional<Version> version;
    std::unordered_map<NameId, std::vector<PreparedRequirement>> overrides;
    std::vector<NameId> order;  // of `overrides`, by name
  };
  struct ScopedExcludes {
    std::optional<Version> version;
    std::vector<NameId> names;
  };
  /// What a place needs, after overrides. Requirements on itself mean itself.
  struct PlaceNeeds {
    PreparedRequirements requirements;
    Owner owner;
    bool is_tree = false;  // a source tree, whose requirements count as direct
  };
  /// Requirements of a place that may count while some of its extras are wanted.
  struct Lookahead {
    const PlaceNeeds* place;
    std::vector<ExtraId> extras;
    std::vector<const PreparedRequirement*> requirements;
  };

  void add_overrides();
  template <class Entry>
  static const Entry* scope_for(const std::unordered_map<NameId, std::vector<Entry>>& scopes,
                                const Owner& owner);
  Result<void> look_ahead(DirectReader* reader);
  PlaceNeeds needs_of(SourceId source, const PreparedDirect& direct, NameId name) const;
  void learn_from_requirements();
  void learn(const PreparedRequirement& requirement, bool is_override);
  ForkScope scope_of(const PreparedRequirement& requirement) const;
  bool holds(const PreparedRequirement& requirement, const std::vector<ExtraId>& extras) const;

  const ResolveInput& input_;
  PackageTable& table_;
  SourceTable& sources_;
  const ConflictTable& conflicts_;
  const OneEnvironment* one_;

  std::vector<PreparedRequirement> roots_;
  std::unordered_map<NameId, std::vector<PreparedRequirement>> constraints_;
  std::vector<NameId> constraint_order_;
  std::unordered_map<NameId, std::vector<PreparedRequirement>> overrides_;
  std::vector<NameId> override_order_;
  std::unordered_map<NameId, std::vector<Scoped>> scoped_;
  std::unordered_map<NameId, std::vector<ScopedExcludes>> scoped_excludes_;
  std::vector<bool> excludes_;  // by NameId

  std::unordered_map<SourceId, PreparedDirect> direct_;
  std::unordered_map<SourceId, std::shared_ptr<const DirectDistribution>> known_;
  std::unordered_map<SourceId, PlaceNeeds> places_;
  std::vector<Lookahead> lookaheads_;

  ForkScoped<IndexId> indexes_;
  ForkScoped<SourceId> override_sources_;
  std::unordered_map<NameId, std::vector<SourceId>> allowed_sources_;
  ForkScoped<bool> mentions_prerelease_;
  ForkScoped<bool> direct_names_;
  std::unordered_map<NameId, std::vector<Version>> pinned_;
};

}  // namespace axle
