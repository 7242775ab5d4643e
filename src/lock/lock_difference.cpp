// SPDX-License-Identifier: MIT
#include "lock/lock_difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/text.hpp"
#include "lock/canonical_markers.hpp"
#include "lock/option_words.hpp"

namespace axle {
namespace {

using Requirements = std::vector<LockedRequirement>;

/// As a user would write it, with where it comes from.
std::string shown(const LockedRequirement& requirement) {
  std::string text = requirement.name.text();
  std::vector<std::string> parts;
  for (const ExtraName& extra : requirement.extras) parts.push_back(extra.text());
  if (!parts.empty()) text += fmt::format("[{}]", join(parts, ","));
  for (const GroupName& group : requirement.groups) text += ":" + group.text();
  text += requirement.specifiers.to_string(",");
  if (const auto marker = requirement.marker.to_text()) text += "; " + *marker;
  text = fmt::format("`{}`", text);
  if (!requirement.text.empty())
    text += fmt::format(" from `{}`", escape_foreign(requirement.text));
  return text;
}

/// Extras are sets: their order is no difference.
std::vector<ExtraName> sorted(std::vector<ExtraName> extras) {
  std::ranges::sort(extras);
  return extras;
}

std::string texts(const std::vector<Marker>& markers) {
  std::vector<std::string> all;
  for (const Marker marker : markers)
    all.push_back(fmt::format("`{}`", marker.to_text().value_or("")));
  return all.empty() ? "none" : join(all, ", ");
}

std::string texts(const Conflicts& conflicts) {
  std::vector<std::string> sets;
  for (const ConflictSet& set : conflicts) {
    std::vector<std::string> items;
    for (const ConflictItem& item : set) items.push_back(fmt::format("`{}`", to_string(item)));
    sets.push_back(join(items, " / "));
  }
  return sets.empty() ? "none" : join(sets, ", ");
}

class Difference {
 public:
  Difference(const Lockfile& lockfile, const LockBasis& basis)
      : lock_(lockfile), basis_(basis), bounds_(basis.requires_python.bounds()) {}

  std::vector<std::string> lines() && {
    values("requires-python", fmt::format("`{}`", lock_.requires_python.to_string()),
           fmt::format("`{}`", basis_.requires_python.to_string()));
    options();
    values("environments", texts(lock_.supported_markers),
           texts(simplified_environments(basis_.environments, bounds_)));
    values("required-environments", texts(lock_.required_markers),
           texts(simplified_environments(basis_.required_environments, bounds_)));
    values("conflicts", texts(lock_.conflicts), texts(basis_.conflicts));
    members();
    const LockManifest& was = lock_.manifest;
    const LockManifest& is = basis_.manifest;
    requirements("the workspace requires", was.requirements, is.requirements);
    requirements("constraint", was.constraints, is.constraints);
    groups("the workspace", was.groups, is.groups);
    if (was.overrides != is.overrides) lines_.push_back("the overrides differ");
    if (was.excludes != is.excludes) lines_.push_back("the exclusions differ");
    if (was.build_constraints != is.build_constraints)
      lines_.push_back("the build constraints differ");
    if (was.stated_metadata != is.stated_metadata)
      lines_.push_back("`dependency-metadata` differs");
    for (const auto& [name, member] : basis_.members) this->member(name, member);
    return std::move(lines_);
  }

 private:
  void values(std::string_view what, const std::string& was, const std::string& is) {
    if (was != is) lines_.push_back(fmt::format("{}: {} in the lockfile, now {}", what, was, is));
  }
  void options() {
    const LockedOptions& was = lock_.options;
    const LockedOptions& is = basis_.options;
    const auto limit = [](const std::optional<UploadLimit>& value) {
      return !value || value->kind == UploadLimit::Kind::off ? std::string("none")
                                                             : fmt::format("`{}`", value->text);
    };
    values("resolution", std::string(word_of(was.resolution)), std::string(word_of(is.resolution)));
    values("prerelease", std::string(word_of(was.prerelease)), std::string(word_of(is.prerelease)));
    values("fork-strategy", std::string(word_of(was.fork_strategy)),
           std::string(word_of(is.fork_strategy)));
    values("exclude-newer", limit(was.exclude_newer), limit(is.exclude_newer));
    if (was.exclude_newer_package != is.exclude_newer_package)
      lines_.push_back("`exclude-newer-package` differs");
    if (was.prerelease_package != is.prerelease_package)
      lines_.push_back("`prerelease-package` differs");
    if (was.minimum_libc != is.minimum_libc) lines_.push_back("`minimum-libc-version` differs");
  }
  void members() {
    const auto& was = lock_.manifest.members;
    const auto& is = basis_.manifest.members;
    const auto report = [&](const auto& some, const auto& others, std::string_view text) {
      for (const PackageName& name : some)
        if (std::ranges::find(others, name) == others.end())
          lines_.push_back(fmt::format(fmt::runtime(text), name.text()));
    };
    report(is, was, "`{}` is a new member");
    report(was, is, "`{}` is no member any more");
  }

  /// Each side's requirements that the other has not.
  void requirements(const std::string& subject, const Requirements& was, const Requirements& is) {
    const auto simple = [&](LockedRequirement requirement) {
      requirement.marker = requirement.marker.simplify_python(bounds_);
      requirement.extras = sorted(std::move(requirement.extras));
      return requirement;
    };
    Requirements old_ones, new_ones;
    std::ranges::transform(was, std::back_inserter(old_ones), simple);
    std::ranges::transform(is, std::back_inserter(new_ones), simple);
    for (const LockedRequirement& requirement : new_ones)
      if (std::ranges::find(old_ones, requirement) == old_ones.end())
        lines_.push_back(fmt::format("{} {}: not in the lockfile", subject, shown(requirement)));
    for (const LockedRequirement& requirement : old_ones)
      if (std::ranges::find(new_ones, requirement) == new_ones.end())
        lines_.push_back(fmt::format("{} {}: only in the lockfile", subject, shown(requirement)));
  }
  void groups(const std::string& subject, const std::map<GroupName, Requirements>& was,
              const std::map<GroupName, Requirements>& is) {
    for (const auto& [group, list] : is) {
      const auto old = was.find(group);
      if (old == was.end())
        lines_.push_back(fmt::format("group `{}` of {} is new", group.text(), subject));
      else
        requirements(fmt::format("group `{}` of {} requires", group.text(), subject), old->second,
                     list);
    }
    for (const auto& [group, list] : was)
      if (!is.contains(group))
        lines_.push_back(fmt::format("group `{}` of {} is gone", group.text(), subject));
  }
  void member(const PackageName& name, const LockBasis::Member& member) {
    const std::string quoted = fmt::format("`{}`", name.text());
    const auto [first, last] = lock_.positions_of(name);
    const LockedPackage* locked = nullptr;
    for (std::size_t i = first; i < last; ++i)
      if (lock_.packages[i].source.is_source_tree()) locked = &lock_.packages[i];
    if (locked == nullptr) {
      lines_.push_back(fmt::format("{} is not in the lockfile", quoted));
      return;
    }
    const auto version = [](const std::optional<Version>& value) {
      return value ? fmt::format("`{}`", value->to_string()) : std::string("dynamic");
    };
    values(fmt::format("the version of {}", quoted), version(locked->version),
           version(member.version));
    if (locked->source != member.source)
      lines_.push_back(fmt::format("{} is another kind of source tree, or elsewhere", quoted));
    if (sorted(locked->metadata.provides_extras) != sorted(member.metadata.provides_extras))
      lines_.push_back(fmt::format("the extras of {} differ", quoted));
    requirements(fmt::format("{} requires", quoted), locked->metadata.requires_dist,
                 member.metadata.requires_dist);
    groups(quoted, locked->metadata.requires_dev, member.metadata.requires_dev);
  }

  const Lockfile& lock_;
  const LockBasis& basis_;
  const PythonBounds& bounds_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> lock_differences(const Lockfile& lockfile, const LockBasis& basis) {
  return Difference(lockfile, basis).lines();
}

}  // namespace axle
