// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "axle/index/index_set.hpp"
#include "axle/markers/marker.hpp"
#include "axle/markers/marker_environment.hpp"
#include "axle/model/conflicts.hpp"
#include "axle/model/direct_distribution.hpp"
#include "axle/model/index_definition.hpp"
#include "axle/model/resolution_options.hpp"
#include "axle/model/sourced_requirement.hpp"
#include "axle/standards/core_metadata.hpp"
#include "axle/standards/requires_python.hpp"
#include "axle/standards/tags.hpp"
#include "axle/versions/package_name.hpp"
#include "axle/versions/version.hpp"

namespace axle {

/// One machine: requirements whose markers do not hold there are left out, and wheels that do not
/// run there are not taken.
struct OneEnvironment {
  MarkerEnvironment markers;
  CompatibleTags tags;
};

/// Every machine: the answer says for each package where it is needed.
struct AllEnvironments {
  std::vector<Marker> environments;           ///< `tool.uv.environments`, in order
  std::vector<Marker> required_environments;  ///< `tool.uv.required-environments`, in order
  std::vector<Marker>
      stored_forks;  ///< forks of a lock that may be built on; these go before `environments`
  std::optional<MinimumLibc> minimum_libc;
};

/// A version that should be kept if nothing speaks against it.
struct VersionPreference {
  enum class Source { lock, environment, requirements_file };
  enum class Index { any, none, url };

  PackageName name;
  Version version;
  Source source = Source::lock;
  Index index = Index::any;          ///< `none`: of a package that came from no index
  std::optional<IndexUrl> url;       ///< for Index::url
  std::vector<Marker> fork_markers;  ///< the forks that it is of; empty: all
};

/// A package that the environment already has (one environment only).
struct KnownInstalled {
  PackageName name;
  Version version;
  std::shared_ptr<const CoreMetadata> metadata;
  bool fits_tags = true;  ///< its WHEEL tags suit the environment
};

/// Everything that decides the answer, apart from what the indexes hold. A plain value.
struct ResolveInput {
  /// What is asked for, in order. For a project see project_requirements().
  std::vector<SourcedRequirement> requirements;
  /// Distributions that are known without asking the reader: workspace members.
  std::vector<std::shared_ptr<const DirectDistribution>> direct;
  std::set<PackageName> members;       ///< workspace members, for messages
  std::optional<PackageName> project;  ///< what the root is called in messages

  std::vector<SourcedRequirement> constraints;
  std::vector<Override> overrides;
  std::vector<Exclude> excludes;

  std::variant<OneEnvironment, AllEnvironments> environment;
  RequiresPython requires_python;  ///< for one environment: at least the version resolved for
  Version installed_python;        ///< of the interpreter
  /// Where the interpreter runs: what a hint calls the current environment if all are resolved for.
  std::optional<MarkerEnvironment> machine;
  Conflicts conflicts;

  ResolutionMode resolution = ResolutionMode::highest;
  PrereleaseMode prerelease = PrereleaseMode::if_necessary;
  std::map<PackageName, PrereleaseMode> prerelease_packages;
  ForkStrategy fork_strategy = ForkStrategy::requires_python;
  IndexSet indexes;  ///< for the strategy and the cutoffs; pages come from the registry
  bool with_dependencies = true;  ///< false: `--no-deps`

  std::vector<VersionPreference> preferences;
  std::vector<KnownInstalled> installed;
  std::set<PackageName> reinstall, upgrade;  ///< installed versions of these are not kept
  bool reinstall_all = false, upgrade_all = false;
  BuildOptions build;
  ExcludeNewer exclude_newer;
  std::vector<StatedMetadata> stated_metadata;
};

/// The requirements of a workspace in universal mode: every member with all its extras, then
/// every member with all its groups. `members` are in order of name.
std::vector<SourcedRequirement> project_requirements(
    const std::vector<std::shared_ptr<const DirectDistribution>>& members);

}  // namespace axle
