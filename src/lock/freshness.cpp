// SPDX-License-Identifier: MIT
#include "lock/freshness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "base/text.hpp"
#include "lock/canonical_markers.hpp"
#include "lock/changed_limits.hpp"
#include "lock/flat_requirements.hpp"
#include "lock/lean_lock.hpp"
#include "lock/lock_requirement.hpp"
#include "lock/relative_places.hpp"
#include "lock/requirement_meaning.hpp"

namespace axle {
namespace {

constexpr unsigned revision_with_group_settings = 5;

/// Which groups are on does not depend on their order.
std::optional<LockedDefaultGroups> sorted(std::optional<LockedDefaultGroups> groups) {
  if (groups) std::ranges::sort(groups->groups);
  return groups;
}

class Judge {
 public:
  Judge(const Lockfile& lockfile, const LockBasis& basis, const LockWishes& wishes)
      : lock_(lockfile), basis_(basis), wishes_(wishes), bounds_(basis.requires_python.bounds()) {}

  LockJudgement judge() const {
    const LockedOptions& now = basis_.options;
    if (lock_.options.resolution != now.resolution)
      return {LockFitness::unusable, "the resolution mode changed",
              "Ignoring existing lockfile due to change in resolution mode"};
    if (lock_.options.fork_strategy != now.fork_strategy)
      return {LockFitness::unusable, "the fork strategy changed",
              "Ignoring existing lockfile due to change in fork strategy"};
    if (cutoffs_changed())
      return {LockFitness::preferable, "`exclude-newer` changed",
              "Resolving despite existing lockfile due to change of the timestamp cutoff"};
    if (wishes_.upgrade) return {LockFitness::unusable, "`--upgrade` was given", {}};
    if (!forks_cover_environments())
      return {LockFitness::versions, "its forks do not cover the supported environments", {}};
    if (forks_union().is_disjoint(all_python()))
      return {LockFitness::versions, "its forks do not meet requires-python", {}};
    if (lock_.supported_markers != simplified_environments(basis_.environments, bounds_))
      return {LockFitness::versions, "the environments changed", {}};
    if (lock_.required_markers != simplified_environments(basis_.required_environments, bounds_))
      return {LockFitness::versions, "the required environments changed", {}};
    if (lock_.options.minimum_libc != now.minimum_libc)
      return {LockFitness::versions, "`minimum-libc-version` changed", {}};
    if (!same_conflicts(lock_.conflicts, basis_.conflicts))
      return {LockFitness::versions, "the conflicts changed", {}};
    if (lock_.requires_python.range() != basis_.requires_python.range())
      return {lock_.fork_markers.empty() ? LockFitness::preferable : LockFitness::versions,
              "requires-python changed",
              {}};
    if (lock_.options.prerelease != now.prerelease ||
        lock_.options.prerelease_package != now.prerelease_package)
      return {LockFitness::preferable, "the pre-release mode changed", {}};
    if (!wishes_.upgrade_packages.empty())
      return {LockFitness::preferable, "`--upgrade-package` was given", {}};
    if (has_other_hashes())
      return {LockFitness::preferable, "an index asks for another `hash-algorithm`", {}};
    if (wishes_.refresh) return {LockFitness::preferable, "`--refresh` was given", {}};
    if (const auto reason = unmet()) return {LockFitness::preferable, *reason, {}};
    return {};
  }

 private:
  Marker all_python() const { return Marker::always().complexify_python(bounds_); }

  /// Where some fork of the lock applies.
  Marker forks_union() const {
    const PythonBounds& own = lock_.requires_python.bounds();
    if (lock_.fork_markers.empty()) return Marker::always().complexify_python(own);
    Marker all = Marker::never();
    for (const Marker marker : lock_.fork_markers)
      all |= marker.complexify_python(own).without_extras();
    return all;
  }
  bool forks_cover_environments() const {
    const PythonBounds& own = lock_.requires_python.bounds();
    Marker supported = lock_.supported_markers.empty() ? Marker::always() : Marker::never();
    for (const Marker marker : lock_.supported_markers) supported |= marker;
    return (~forks_union()).is_disjoint(supported.complexify_python(own));
  }

  /// Whether a cutoff is stricter or of another kind. A later moment only allows more.
  static bool is_stricter(const std::optional<UploadLimit>& was,
                          const std::optional<UploadLimit>& is) {
    if (!was || !is) return was.has_value() != is.has_value();
    if (was->kind != is->kind) return is->kind != UploadLimit::Kind::off;
    if (was->kind == UploadLimit::Kind::instant) return is->milliseconds < was->milliseconds;
    return was->text != is->text;
  }
  bool cutoffs_changed() const {
    if (is_stricter(lock_.options.exclude_newer, basis_.options.exclude_newer)) return true;
    const auto& was = lock_.options.exclude_newer_package;
    const auto& is = basis_.options.exclude_newer_package;
    for (const auto& [name, limit] : was) {
      const auto now = is.find(name);
      if (now == is.end() || is_stricter(limit, now->second)) return true;
    }
    for (const auto& [name, limit] : is) {
      const auto [first, last] = lock_.positions_of(name);
      if (first != last && !was.contains(name) && limit.kind != UploadLimit::Kind::off) return true;
    }
    return false;
  }

  bool same(const std::vector<LockedRequirement>& a,
            const std::vector<LockedRequirement>& b) const {
    return same_meaning(a, b, bounds_);
  }
  bool same(const std::map<GroupName, std::vector<LockedRequirement>>& a,
            const std::map<GroupName, std::vector<LockedRequirement>>& b) const {
    return a.size() == b.size() && std::ranges::equal(a, b, [&](const auto& x, const auto& y) {
             return x.first == y.first && same(x.second, y.second);
           });
  }

  std::optional<std::string> unmet() const {
    const LockManifest& was = lock_.manifest;
    const LockManifest& is = basis_.manifest;
    if (was.members != is.members) return "the members of the workspace changed";
    if (lock_.revision >= revision_with_group_settings &&
        sorted(was.default_groups) != sorted(is.default_groups))
      return "the default groups changed";
    if (was.group_requires_python != is.group_requires_python)
      return "requires-python of a group changed";
    if (!same(was.requirements, is.requirements)) return "the requirements changed";
    if (auto reason = changed_limits(lock_, basis_, bounds_)) return reason;
    if (was.build_constraints != is.build_constraints) return "the build constraints changed";
    if (!same(was.groups, is.groups)) return "the dependency groups changed";
    for (const auto& [name, member] : basis_.members)
      if (auto reason = unmet_member(name, member)) return reason;
    for (const auto& [name, tree] : basis_.trees)
      if (auto reason = unmet_member(name, tree)) return reason;
    return missing_index();
  }

  std::optional<std::string> unmet_member(const PackageName& name,
                                          const LockBasis::Member& member) const {
    const auto [first, last] = lock_.positions_of(name);
    const LockedPackage* locked = nullptr;
    for (std::size_t i = first; i < last; ++i)
      if (lock_.packages[i].source == member.source) locked = &lock_.packages[i];
    if (locked == nullptr) return fmt::format("`{}` is not locked", name.text());
    if (locked->version != member.version || !says_the_same(*locked, member))
      return fmt::format("`{}` changed", name.text());
    if (lock_.revision >= revision_with_group_settings &&
        (sorted(locked->default_groups) != sorted(member.default_groups) ||
         locked->group_requires_python != member.group_requires_python))
      return fmt::format("the groups of `{}` changed", name.text());
    return std::nullopt;
  }

  bool says_the_same(const LockedPackage& locked, const LockBasis::Member& member) const {
    const LockedMetadata& was = locked.metadata;
    const LockedMetadata& is = member.metadata;
    if (basis_.is_lean) return edges_answer(lock_, locked, is);
    const auto extras = [](const LockedMetadata& metadata) {
      return std::set<ExtraName>(metadata.provides_extras.begin(), metadata.provides_extras.end());
    };
    if (extras(was) != extras(is) || !same(was.requires_dev, is.requires_dev)) return false;
    // A backend that states the version may have written the other metadata in its own way.
    return same(was.requires_dist, is.requires_dist) ||
           (!member.version &&
            same(was.requires_dist, flat_requirements(is.requires_dist, locked.name)));
  }

  /// Whether an index wants digests that its files do not have in the lock.
  bool has_other_hashes() const {
    std::map<LockSource, DigestAlgorithm> wanted;
    for (const IndexDefinition& definition : basis_.indexes.definitions)
      if (definition.hash_algorithm)
        wanted.emplace(locked_source(definition.url, basis_.root), *definition.hash_algorithm);
    if (wanted.empty()) return false;
    return std::ranges::any_of(lock_.packages, [&](const LockedPackage& package) {
      const auto index = wanted.find(package.source);
      if (index == wanted.end()) return false;
      const auto is_other = [&](const LockedFile& file) {
        return !file.hash || file.hash->algorithm != index->second;
      };
      return (package.sdist && is_other(*package.sdist)) ||
             std::ranges::any_of(package.wheels, is_other);
    });
  }

  /// Explicit ones may be, and the project's default beside an `index-url` that stands before it:
  /// uv lets the project's win over that. Another default takes its place for good.
  bool may_be_locked(const IndexDefinition& definition) const {
    const IndexSet& indexes = basis_.indexes;
    const bool is_shadowed =
        definition.name && indexes.find_by_name(*definition.name) != &definition;
    if (is_shadowed || !definition.is_default) return !is_shadowed;
    const auto is_first_default = [&](bool of_older_form_too) {
      const auto first = std::ranges::find_if(indexes.definitions, [&](const auto& other) {
        return other.is_default && (of_older_form_too || !other.is_older_form);
      });
      return first != indexes.definitions.end() && &*first == &definition;
    };
    return is_first_default(true) || is_first_default(false);
  }

  /// Packages of an index that is not among those of the project any more.
  std::optional<std::string> missing_index() const {
    // Where no index is configured, the lock was made with one from the command line; it holds.
    const IndexSet& indexes = basis_.indexes;
    if (indexes.definitions.empty() && indexes.find_links.empty() && !indexes.no_index)
      return std::nullopt;
    std::set<LockSource> known;
    for (const IndexDefinition& definition : basis_.indexes.implicit_order())
      known.insert(locked_source(definition.url, basis_.root));
    for (const IndexDefinition& definition : indexes.definitions)
      if (!indexes.no_index && may_be_locked(definition))
        known.insert(locked_source(definition.url, basis_.root));
    for (const IndexUrl& url : basis_.indexes.find_links)
      known.insert(locked_source(url, basis_.root));
    for (const LockedPackage& package : lock_.packages)
      if (package.source.is_registry() && !known.contains(package.source))
        return fmt::format("`{}` comes from an index that is not used any more",
                           package.name.text());
    return std::nullopt;
  }

  const Lockfile& lock_;
  const LockBasis& basis_;
  const LockWishes& wishes_;
  const PythonBounds& bounds_;
};

std::string versions_text(const std::vector<std::string>& versions) { return join(versions, ", "); }

using Versions = std::map<PackageName, std::vector<std::string>>;

Versions versions_of(const Lockfile* lockfile) {
  Versions versions;
  if (lockfile == nullptr) return versions;
  for (const LockedPackage& package : lockfile->packages)
    versions[package.name].push_back(package.version ? "v" + package.version->to_string()
                                                     : "(dynamic)");
  for (auto& [name, list] : versions) list.erase(std::unique(list.begin(), list.end()), list.end());
  return versions;
}

}  // namespace

bool same_conflicts(const Conflicts& a, const Conflicts& b) {
  const auto sets = [](const Conflicts& conflicts) {
    std::set<ConflictSet> all(conflicts.begin(), conflicts.end());
    std::erase_if(all, [](const ConflictSet& set) { return set.size() < 2; });
    return all;
  };
  return sets(a) == sets(b);
}

LockJudgement judge_lock(const Lockfile& lockfile, const LockBasis& basis,
                         const LockWishes& wishes) {
  LockJudgement judgement = Judge(lockfile, basis, wishes).judge();
  if (judgement.fitness != LockFitness::preferable) return judgement;
  // A folder that is named in full in one of them, and from the project in the other, is one.
  const LockBasis basis_by_root = with_relative_places(basis);
  const Lockfile lock_by_root = with_relative_places(lockfile, basis.root);
  if (Judge(lock_by_root, basis_by_root, wishes).judge().fitness == LockFitness::satisfies)
    return {};
  return judgement;
}

std::vector<VersionPreference> preferences_of(const Lockfile& lockfile, const LockWishes& wishes,
                                              const std::filesystem::path& root) {
  std::vector<VersionPreference> preferences;
  const PythonBounds& bounds = lockfile.requires_python.bounds();
  for (const LockedPackage& package : lockfile.packages) {
    if (!package.version || wishes.upgrade || wishes.upgrade_packages.contains(package.name))
      continue;
    VersionPreference preference{.name = package.name,
                                 .version = *package.version,
                                 .index = VersionPreference::Index::none,
                                 .url = std::nullopt,
                                 .fork_markers = {}};
    if (package.source.is_registry()) {
      if (auto url = IndexUrl::parse(package.source.text, root)) {
        preference.index = VersionPreference::Index::url;
        preference.url = *std::move(url);
      }
    }
    for (const Marker marker : package.fork_markers)
      preference.fork_markers.push_back(marker.complexify_python(bounds));
    preferences.push_back(std::move(preference));
  }
  return preferences;
}

std::vector<Marker> stored_forks(const Lockfile& lockfile) {
  std::vector<Marker> forks;
  for (const Marker marker : lockfile.fork_markers)
    forks.push_back(marker.complexify_python(lockfile.requires_python.bounds()));
  return forks;
}

std::vector<std::string> lock_changes(const Lockfile* previous, const Lockfile& next,
                                      bool planned) {
  const Versions before = versions_of(previous);
  const Versions after = versions_of(&next);
  std::map<PackageName, std::string> lines;
  for (const auto& [name, versions] : after) {
    const auto old = before.find(name);
    if (old == before.end())
      lines[name] =
          fmt::format("{} {} {}", planned ? "Add" : "Added", name.text(), versions_text(versions));
    else if (old->second != versions)
      lines[name] = fmt::format("{} {} {} -> {}", planned ? "Update" : "Updated", name.text(),
                                versions_text(old->second), versions_text(versions));
  }
  for (const auto& [name, versions] : before)
    if (!after.contains(name))
      lines[name] = fmt::format("{} {} {}", planned ? "Remove" : "Removed", name.text(),
                                versions_text(versions));
  std::vector<std::string> all;
  for (auto& [name, line] : lines) all.push_back(std::move(line));
  return all;
}

}  // namespace axle
