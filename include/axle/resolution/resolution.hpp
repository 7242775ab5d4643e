// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "axle/markers/marker.hpp"
#include "axle/model/direct_distribution.hpp"
#include "axle/model/distribution_file.hpp"
#include "axle/model/index_definition.hpp"
#include "axle/standards/core_metadata.hpp"
#include "axle/standards/requires_python.hpp"
#include "axle/versions/package_name.hpp"
#include "axle/versions/version.hpp"

namespace axle {

/// One version of one package from one place, as it was chosen: the unit of a lockfile's
/// `[[package]]`.
struct ResolvedPackage {
  PackageName name;
  Version version;

  /// The index that the version came from; empty if `direct` is set, or if the version is already
  /// installed.
  std::optional<IndexUrl> index = {};

  /// The version's files, in the order of the page (file name bytes): every wheel that is not cut
  /// by `exclude-newer`, whatever else may be wrong with it, and the source distribution, if the
  /// page has one. Files of other indexes than `index` (find-links) are among them; a lock leaves
  /// those out.
  std::vector<DistributionFile> wheels = {};
  std::optional<DistributionFile> sdist = {};

  /// What to install: a position in `wheels`, or nothing if the source distribution (or the direct
  /// distribution) is what was chosen.
  std::optional<std::size_t> chosen_wheel = {};

  /// Where a package that comes from no index comes from, with its first-party requirements; null
  /// for one of an index.
  std::shared_ptr<const DirectDistribution> direct = {};

  /// Whether the environment holds this very version already (only where the input names installed
  /// packages).
  bool installed = false;

  /// Requires-Dist and so on, of one file of the version; null for a direct distribution.
  std::shared_ptr<const CoreMetadata> metadata = {};
};

/// A package, or one of its extras or groups. A package that is wanted with an extra has two nodes.
struct ResolutionNode {
  std::size_t package;             ///< position in Resolution::packages
  std::optional<ExtraName> extra;  ///< at most one of extra and group is set
  std::optional<GroupName> group;
  Marker marker;  ///< where it is needed: PEP 508 and conflict items together
  [[nodiscard]] bool is_base() const { return !extra && !group; }
};

/// `from` needs `to` where `marker` holds. No two edges join the same nodes.
struct ResolutionEdge {
  static constexpr std::size_t root = static_cast<std::size_t>(-1);
  std::size_t from;  ///< a node, or `root` for what was asked for
  std::size_t to;
  Marker marker;
};

/// Something to tell the user about an answer that is right all the same.
struct ResolutionWarning {
  enum class Kind { missing_extra, missing_group, yanked };
  Kind kind;
  std::size_t package;  ///< position in Resolution::packages
  std::string detail;   ///< the extra, the group, or why it was yanked (may be empty)
};

/// A part of all environments that was solved by itself, and how it came about: for those who want
/// the answer explained.
struct ResolutionFork {
  enum class Reason {
    all,          ///< the beginning: everything
    lock,         ///< a fork of the lock that is built on
    environment,  ///< one of `tool.uv.environments`
    needs,        ///< what `cause` needs differs by marker, or brings conflicting items together
    python,       ///< `cause` needs a newer Python than some of the fork has
    wheels,       ///< `cause` has no wheels for an environment that must have some
    local,  ///< `cause` has wheels with a local version for some platforms, plain ones for more
  };

  std::optional<std::size_t> parent = {};  ///< position in Resolution::forks
  Reason reason = Reason::all;
  std::string cause = {};  ///< "torch==2.5.1"; empty: what was asked for
  std::vector<std::string> packages_required_differently = {};  ///< for `needs`, names
  Marker marker = {};
  std::vector<std::string> with = {}, without = {};  ///< conflict items, "project[extra]"
  std::optional<std::size_t> packages = {};          ///< chosen in it; none if it was split further
};

/// How much a resolution looked at.
struct ResolutionEffort {
  std::size_t pages = 0;     ///< index pages of packages
  std::size_t metadata = 0;  ///< versions whose requirements were read
  std::size_t choices = 0;   ///< versions chosen, those that were taken back included
};

/// One version for each package and environment. A value; for one environment it is the same
/// without forks.
struct Resolution {
  std::vector<ResolvedPackage> packages;
  std::vector<ResolutionNode> nodes;
  std::vector<ResolutionEdge> edges;

  /// The markers of the forks (PEP 508 and conflict items together) in the order in which they were
  /// solved. Empty if there was no fork, and for one environment.
  std::vector<Marker> fork_markers;

  RequiresPython requires_python;
  std::vector<ResolutionWarning> warnings;

  std::vector<ResolutionFork> forks;  ///< in the order in which they came about; empty for one
                                      ///< environment
  ResolutionEffort effort;
};

}  // namespace axle
