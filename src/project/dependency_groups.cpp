// SPDX-License-Identifier: MIT
#include "project/dependency_groups.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "axle/standards/requires_python.hpp"
#include "base/shown.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::size_t max_group_requirements = 100000;
constexpr std::size_t max_group_depth = 500;
constexpr std::size_t max_derived_sets = 10000;

GroupName dev_name() { return *GroupName::parse("dev"); }

// Depth first; `parents_` is the path of includes that led to the current group.
class Flattener {
 public:
  explicit Flattener(const Pyproject& pyproject) : pyproject_(pyproject) {
    for (const GroupTable& group : pyproject.groups) tables_.emplace(group.name, &group);
  }

  Result<std::map<GroupName, FlatGroup>> run() {
    for (const auto& [name, specifiers] : pyproject_.settings.group_requires_python)
      if (!tables_.contains(name)) return unknown_settings(name);
    for (const auto& [name, table] : tables_) TRY_OK(flatten(*table));
    if (const auto& legacy = pyproject_.settings.dev_dependencies) {
      auto& requirements = flat_[dev_name()].requirements;
      requirements.insert(requirements.end(), legacy->begin(), legacy->end());
    }
    return std::move(flat_);
  }

 private:
  bool is_legacy_dev(const GroupName& name) const {
    return pyproject_.settings.dev_dependencies && name == dev_name();
  }

  std::unexpected<Error> unknown_settings(const GroupName& name) const {
    if (is_legacy_dev(name))
      return fail_at({1, 1},
                     "`[tool.uv.dependency-groups]` specifies the `dev` group, but only "
                     "`tool.uv.dev-dependencies` was found. To reference "
                     "the `dev` group, remove the `tool.uv.dev-dependencies` section and add any "
                     "development dependencies to the `dev` "
                     "entry in the `[dependency-groups]` table instead.");
    return fail_at(
        {1, 1}, fmt::format("Failed to find group `{}` specified in `[tool.uv.dependency-groups]`",
                            name.text()));
  }

  std::unexpected<Error> unknown_group(const GroupName& name, const GroupItem& item) const {
    const std::string& parent = parents_.back()->name.text();
    if (is_legacy_dev(name))
      return fail_at(item.position,
                     fmt::format("Group `{}` includes the `dev` group (`include = \"dev\"`), but "
                                 "only `tool.uv.dev-dependencies` was found. "
                                 "To reference the `dev` group via an `include`, remove the "
                                 "`tool.uv.dev-dependencies` section and add any "
                                 "development dependencies to the `dev` entry in the "
                                 "`[dependency-groups]` table instead.",
                                 parent));
    return fail_at(item.position,
                   fmt::format("Failed to find group `{}` included by `{}`", name.text(), parent));
  }

  std::unexpected<Error> cycle(const GroupItem& item) const {
    std::vector<std::string> path;
    for (const GroupTable* parent : parents_)
      path.push_back(fmt::format("`{}`", parent->name.text()));
    path.push_back(path.front());
    return fail_at(item.position, "Detected a cycle in `dependency-groups`: " + join(path, " -> "));
  }

  std::unexpected<Error> fail_at(TomlPosition position, std::string_view message) const {
    auto failure = pyproject_.document.error(position, message);
    const std::string project = pyproject_.project
                                    ? fmt::format("Project `{}`", pyproject_.project->name.text())
                                    : std::string("Project");
    failure.error().message = fmt::format("{} has malformed dependency groups: {}", project,
                                          shown_path(pyproject_.path()));
    return failure;
  }

  Result<void> include(const GroupItem& item, const GroupName& name, FlatGroup& group) {
    const auto table = tables_.find(name);
    if (table == tables_.end()) return unknown_group(name, item);
    const auto start = std::ranges::find(parents_, table->second);
    if (start != parents_.end()) {
      parents_.erase(parents_.begin(), start);
      return cycle(item);
    }
    if (parents_.size() > max_group_depth)
      return fail_at(
          item.position,
          fmt::format("groups include each other more than {} levels deep", max_group_depth));
    TRY_OK(flatten(*table->second));
    const FlatGroup& included = flat_.at(name);
    count_ += included.requirements.size();
    if (count_ > max_group_requirements)
      return fail_at(item.position,
                     fmt::format("groups hold more than {} requirements", max_group_requirements));
    group.requirements.insert(group.requirements.end(), included.requirements.begin(),
                              included.requirements.end());
    if (included.requires_python) add_python(group, *included.requires_python);
    return {};
  }

  static void add_python(FlatGroup& group, const VersionSpecifiers& specifiers) {
    if (specifiers.empty()) return;
    group.requires_python =
        group.requires_python ? group.requires_python->and_also(specifiers) : specifiers;
  }

  Result<void> flatten(const GroupTable& table) {
    if (flat_.contains(table.name)) return {};
    parents_.push_back(&table);
    FlatGroup group;
    for (const GroupItem& item : table.items) {
      if (const auto* requirement = std::get_if<Requirement>(&item.value)) {
        group.requirements.push_back(*requirement);
      } else {
        TRY_OK(include(item, std::get<GroupInclude>(item.value).group, group));
      }
    }
    const auto& settings = pyproject_.settings.group_requires_python;
    if (const auto own = settings.find(table.name); own != settings.end()) {
      add_python(group, own->second);
      // The included requirements have the markers of their own groups already.
      const Marker python = Marker::python_within(RequiresPython::from(own->second).bounds());
      for (Requirement& requirement : group.requirements) requirement.marker &= python;
    }
    parents_.pop_back();
    flat_.emplace(table.name, std::move(group));
    return {};
  }

  const Pyproject& pyproject_;
  std::map<GroupName, const GroupTable*> tables_;
  std::map<GroupName, FlatGroup> flat_;
  std::vector<const GroupTable*> parents_;
  std::size_t count_ = 0;
};

// For each group, all groups that include it, directly or not.
std::map<GroupName, std::set<GroupName>> includers(const std::vector<GroupTable>& groups) {
  std::map<GroupName, std::set<GroupName>> direct;
  for (const GroupTable& group : groups)
    for (const GroupItem& item : group.items)
      if (const auto* include = std::get_if<GroupInclude>(&item.value))
        direct[include->group].insert(group.name);
  std::map<GroupName, std::set<GroupName>> all;
  for (const auto& [group, first] : direct) {
    std::set<GroupName>& reached = all[group];
    std::vector<GroupName> waiting(first.begin(), first.end());
    while (!waiting.empty()) {
      const GroupName next = waiting.back();
      waiting.pop_back();
      if (!reached.insert(next).second) continue;
      if (const auto more = direct.find(next); more != direct.end())
        waiting.insert(waiting.end(), more->second.begin(), more->second.end());
    }
  }
  return all;
}

}  // namespace

Result<std::map<GroupName, FlatGroup>> flatten_groups(const Pyproject& pyproject) {
  return Flattener(pyproject).run();
}

Conflicts with_included_groups(Conflicts conflicts, const PackageName& package,
                               const std::vector<GroupTable>& groups) {
  std::set<ConflictSet> known(conflicts.begin(), conflicts.end());
  std::set<ConflictItem> conflicting;
  for (const ConflictSet& set : conflicts)
    for (const ConflictItem& item : set)
      if (std::holds_alternative<GroupName>(item.kind)) conflicting.insert(item);
  const std::size_t limit = conflicts.size() + max_derived_sets;
  for (const auto& [group, substitutes] : includers(groups)) {
    const ConflictItem item{package, group};
    if (!conflicting.contains(item)) continue;
    const std::size_t count =
        conflicts.size();  // sets that this substitution makes do not have the item
    for (std::size_t i = 0; i < count && conflicts.size() < limit; ++i) {
      if (!conflicts[i].contains(item)) continue;
      for (const GroupName& substitute : substitutes) {
        ConflictSet derived = conflicts[i];
        derived.erase(item);
        derived.insert(ConflictItem{package, substitute});
        if (!known.insert(derived).second) continue;
        conflicts.push_back(std::move(derived));
      }
    }
  }
  return conflicts;
}

}  // namespace axle
