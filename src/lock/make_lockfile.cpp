// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

#include "axle/lock/lock.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "lock/canonical_markers.hpp"
#include "lock/lean_lock.hpp"
#include "lock/lock_requirement.hpp"
#include "lock/wheel_reach.hpp"

namespace axle {
namespace {

Result<std::optional<FileHash>> chosen_hash(const DistributionFile& file,
                                            const std::optional<DigestAlgorithm>& algorithm) {
  if (!algorithm) {
    const FileHash* best = file.best_hash();
    return best != nullptr ? std::optional(*best) : std::nullopt;
  }
  for (const FileHash& hash : file.hashes)
    if (hash.algorithm == *algorithm) return std::optional(hash);
  return fail(
      ErrorKind::integrity,
      fmt::format("`{}` of the index `{}` has no {} digest, which `hash-algorithm` asks for",
                  escape_foreign(file.filename), escape_foreign(file.index->text()),
                  to_string(*algorithm)),
      "leave `hash-algorithm` out for this index");
}

/// A file of an index.
Result<LockedFile> locked_file(const DistributionFile& file,
                               const std::optional<DigestAlgorithm>& algorithm) {
  LockedFile locked{.place = LockedFile::Place::url,
                    .location = file.url,
                    .hash = std::nullopt,
                    .size = file.size,
                    .upload_time = file.upload_time};
  TRY(locked.hash, chosen_hash(file, algorithm));
  if (file.index->local_path() && file.local_path) {
    locked.place = LockedFile::Place::path;
    locked.location = locked_path(*file.local_path, *file.index->local_path(), file.index->given());
  }
  return locked;
}

std::optional<FileHash> greatest_hash(const DirectDistribution& direct) {
  std::optional<FileHash> greatest;
  for (const auto& [name, hex] : direct.hashes) {
    const auto algorithm = parse_digest_algorithm(name);
    if (!algorithm) continue;
    FileHash hash{*algorithm, hex};
    if (!greatest || *greatest < hash) greatest = std::move(hash);
  }
  return greatest;
}

/// Builds a lockfile package by package; positions in the resolution become positions in the lock.
class LockfileBuilder {
 public:
  LockfileBuilder(const Resolution& resolution, const LockBasis& basis)
      : resolution_(resolution), basis_(basis), python_(resolution.requires_python) {}

  Result<Lockfile> build() {
    lockfile_.requires_python = python_;
    lockfile_.conflicts = basis_.conflicts;
    lockfile_.options = basis_.options;
    lockfile_.manifest = basis_.manifest;
    lockfile_.fork_markers = canonical_markers(resolution_.fork_markers, python_);
    lockfile_.supported_markers = simplified_environments(basis_.environments, python_.bounds());
    lockfile_.required_markers =
        simplified_environments(basis_.required_environments, python_.bounds());
    environment_ = environment_of_forks(resolution_.fork_markers, python_);
    for (const Marker marker : basis_.environments)
      supported_ = supported_.value_or(Marker::never()) | in_python(marker);
    TRY_OK(add_packages());
    TRY_OK(add_dependencies());
    drop_unknown_extras();
    return std::move(lockfile_);
  }

 private:
  Marker in_python(Marker marker) const { return marker.complexify_python(python_.bounds()); }

  Result<void> add_packages() {
    std::map<PackageName, int> counts;
    for (const ResolutionNode& node : resolution_.nodes)
      if (node.is_base()) ++counts[resolution_.packages[node.package].name];
    std::vector<std::pair<LockedPackage, std::size_t>> made;
    for (const ResolutionNode& node : resolution_.nodes) {
      if (!node.is_base()) continue;
      TRY(LockedPackage package, make_package(node));
      if (counts[package.name] > 1) package.fork_markers = forks_of(node);
      made.emplace_back(std::move(package), node.package);
    }
    std::ranges::sort(
        made, [](const auto& a, const auto& b) { return compare_packages(a.first, b.first) < 0; });
    positions_.resize(resolution_.packages.size());
    for (auto& [package, position] : made) {
      if (!lockfile_.packages.empty() && compare_packages(lockfile_.packages.back(), package) == 0)
        return fail(ErrorKind::bug, fmt::format("`{}` would be locked twice", package.name.text()));
      positions_[position] = lockfile_.packages.size();
      lockfile_.packages.push_back(std::move(package));
    }
    return {};
  }

  std::vector<Marker> forks_of(const ResolutionNode& node) const {
    std::vector<Marker> forks;
    for (const Marker marker : resolution_.fork_markers)
      if (!marker.is_disjoint(node.marker)) forks.push_back(marker);
    return canonical_markers(forks, python_);
  }

  Result<LockedPackage> make_package(const ResolutionNode& node) const {
    const ResolvedPackage& resolved = resolution_.packages[node.package];
    LockedPackage package{.name = resolved.name, .version = resolved.version, .source = {}};
    const Marker needed = supported_ ? node.marker & *supported_ : node.marker;
    if (resolved.direct) {
      add_direct(*resolved.direct, package);
    } else if (resolved.index) {
      package.source = locked_source(*resolved.index, basis_.root);
      const auto algorithm = basis_.indexes.definition_of(*resolved.index).hash_algorithm;
      // What find-links or another index adds to the version is not in the lock: nobody could tell
      // from the source where it came from.
      for (const DistributionFile& wheel : resolved.wheels) {
        if (*wheel.index != *resolved.index || !is_reachable(*wheel.wheel(), needed, python_))
          continue;
        TRY(LockedFile file, locked_file(wheel, algorithm));
        package.wheels.push_back(std::move(file));
      }
      if (resolved.sdist && *resolved.sdist->index == *resolved.index) {
        TRY(package.sdist, locked_file(*resolved.sdist, algorithm));
      }
    } else {
      return fail(ErrorKind::bug, fmt::format("`{}` comes from nowhere", package.name.text()));
    }
    return package;
  }

  void add_direct(const DirectDistribution& direct, LockedPackage& package) const {
    package.source = locked_source(direct.source, basis_.root);
    if (const auto member = basis_.members.find(package.name);
        member != basis_.members.end() && member->second.source == package.source) {
      package.version = member->second.version;
      package.metadata = member->second.metadata;
      package.default_groups = member->second.default_groups;
      package.group_requires_python = member->second.group_requires_python;
      return;
    }
    // A commit says the same for ever.
    if (package.source.kind == LockSource::Kind::git) {
      if (const auto commit = basis_.commits.find(package.source.text);
          commit != basis_.commits.end())
        package.source.text += "#" + commit->second;
      return;
    }
    if (direct.has_dynamic_version && package.source.is_source_tree()) package.version.reset();
    package.metadata.requires_dist = locked_requirements(direct.requires_dist, basis_.root);
    package.metadata.provides_extras = direct.extras;
    for (const auto& [group, requirements] : direct.groups)
      package.metadata.requires_dev.emplace(group, locked_requirements(requirements, basis_.root));
    if (package.source.is_source_tree()) return;
    LockedFile file{
        .place = LockedFile::Place::none, .location = {}, .hash = greatest_hash(direct)};
    if (!direct.wheel) {
      package.sdist = std::move(file);
      return;
    }
    const bool is_remote = package.source.kind == LockSource::Kind::url;
    file.place = is_remote ? LockedFile::Place::url : LockedFile::Place::filename;
    file.location = is_remote ? package.source.text : direct.wheel->to_string();
    package.wheels.push_back(std::move(file));
  }

  Result<void> add_dependencies() {
    for (const ResolutionEdge& edge : resolution_.edges) {
      if (edge.from == ResolutionEdge::root) continue;
      const ResolutionNode& from = resolution_.nodes[edge.from];
      const ResolutionNode& to = resolution_.nodes[edge.to];
      LockedPackage& package = lockfile_.packages[positions_[from.package]];
      auto& list = from.extra   ? package.optional_dependencies[*from.extra]
                   : from.group ? package.group_dependencies[*from.group]
                                : package.dependencies;
      LockedDependency dependency{.package = positions_[to.package], .extras = {}, .marker = {}};
      if (to.extra) dependency.extras.push_back(*to.extra);
      dependency.marker = simplified_edge(from.marker, edge.marker);
      add_dependency(list, std::move(dependency));
    }
    for (LockedPackage& package : lockfile_.packages)
      for_each_list(package, [&](std::vector<LockedDependency>& list) { finish(list); });
    return {};
  }

  /// The marker of an edge without what is known once its parent is needed.
  Marker simplified_edge(Marker parent, Marker edge) const {
    const PythonBounds& bounds = python_.bounds();
    const Marker known = parent.without_extras().simplify_python(bounds);
    return edge.simplify_python(bounds).restrict(known) & environment_;
  }

  /// Edges that differ only in the extra become one: a package and an extra of it.
  static void add_dependency(std::vector<LockedDependency>& list, LockedDependency dependency) {
    const auto same = std::ranges::find_if(list, [&](const LockedDependency& other) {
      return other.package == dependency.package && other.marker == dependency.marker;
    });
    if (same == list.end()) {
      list.push_back(std::move(dependency));
      return;
    }
    same->extras.insert(same->extras.end(), dependency.extras.begin(), dependency.extras.end());
  }

  void finish(std::vector<LockedDependency>& list) const {
    for (LockedDependency& dependency : list) {
      std::ranges::sort(dependency.extras);
      const auto rest = std::ranges::unique(dependency.extras);
      dependency.extras.erase(rest.begin(), rest.end());
    }
    std::ranges::sort(list, [](const LockedDependency& a, const LockedDependency& b) {
      return std::tie(a.package, a.extras, a.marker) < std::tie(b.package, b.extras, b.marker);
    });
    const Marker environment = environment_of_forks(complete_forks(), python_);
    for (LockedDependency& dependency : list)
      dependency.marker = dependency.marker.restrict(environment);
  }

  /// The forks as a reader of the lock would have them.
  std::vector<Marker> complete_forks() const {
    std::vector<Marker> forks;
    for (const Marker marker : lockfile_.fork_markers) forks.push_back(in_python(marker));
    return forks;
  }

  template <class Visit>
  static void for_each_list(LockedPackage& package, Visit visit) {
    visit(package.dependencies);
    for (auto& [extra, list] : package.optional_dependencies) visit(list);
    for (auto& [group, list] : package.group_dependencies) visit(list);
  }

  /// Extras that were asked for and that the package does not have, or that need nothing.
  void drop_unknown_extras() {
    std::vector<std::set<ExtraName>> known(lockfile_.packages.size());
    for (std::size_t i = 0; i < known.size(); ++i)
      for (const auto& [extra, list] : lockfile_.packages[i].optional_dependencies)
        known[i].insert(extra);
    for (LockedPackage& package : lockfile_.packages)
      for_each_list(package, [&](std::vector<LockedDependency>& list) {
        for (LockedDependency& dependency : list)
          std::erase_if(dependency.extras, [&](const ExtraName& extra) {
            return !known[dependency.package].contains(extra);
          });
      });
  }

  const Resolution& resolution_;
  const LockBasis& basis_;
  const RequiresPython& python_;
  Lockfile lockfile_;
  std::vector<std::size_t> positions_;  // of resolved packages in the lock
  Marker environment_;                  // where any fork applies
  std::optional<Marker> supported_;
};

}  // namespace

Result<Lockfile> make_lockfile(const Resolution& resolution, const LockBasis& basis) {
  TRY(Lockfile lockfile, LockfileBuilder(resolution, basis).build());
  if (basis.is_lean) make_lean(lockfile);
  TRY_OK(Marker::check_capacity());
  return lockfile;
}

}  // namespace axle
