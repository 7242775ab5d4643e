// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>

#include "resolve/manifest.hpp"
#include "resolve/preferences.hpp"
#include "resolve/version_map.hpp"

namespace axle {

/// A version that was looked at, usable or not.
struct Candidate {
  Version version;
  const VersionMap* map = nullptr;            ///< null if installed
  const AvailableVersion* files = nullptr;    ///< null if installed
  const KnownInstalled* installed = nullptr;  ///< the environment has it already

  bool is_usable() const { return installed != nullptr || files->is_usable(); }
  /// Where it can be installed.
  Marker coverage() const { return installed != nullptr ? Marker::always() : files->coverage; }
};

/// What a choice depends on besides the range.
struct CandidateQuery {
  NameId name;
  const IndexUrl* pin = nullptr;  ///< the index that the package is pinned to in this fork
  std::span<const VersionMap> maps;
  const Preferences& preferences;
  const ForkEnvironment& environment;

  /// The same in some of the maps.
  CandidateQuery with_maps(std::span<const VersionMap> some) const {
    return {name, pin, some, preferences, environment};
  }
};

/// Chooses versions.
class CandidateSelector {
 public:
  /// All of them outlive the selector.
  CandidateSelector(const ResolveInput& input, const Manifest& manifest, const PackageTable& table);

  /// The version to try first: a preferred one, an installed one, or the best of the maps. An
  /// unusable one is to be excluded by the caller, who asks again. Empty if there is none in
  /// `range`.
  std::optional<Candidate> select(const CandidateQuery& query, const VersionRange& range) const;
  /// The same without preferences and installed packages.
  std::optional<Candidate> select_from_maps(const CandidateQuery& query,
                                            const VersionRange& range) const;

  bool takes_highest(NameId name, const ForkEnvironment& environment) const;

 private:
  enum class Kinds { all, stable, prerelease };

  std::optional<Candidate> preferred(const CandidateQuery& query, const VersionRange& range) const;
  std::optional<Candidate> installed(const CandidateQuery& query, const VersionRange& range) const;
  std::optional<Candidate> select_among(const CandidateQuery& query,
                                        const VersionRange& range) const;
  std::optional<Candidate> select_kinds(const CandidateQuery& query, const VersionRange& range,
                                        Kinds kinds) const;

  const ResolveInput& input_;
  const Manifest& manifest_;
  const PackageTable& table_;
};

}  // namespace axle
