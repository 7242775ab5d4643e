// SPDX-License-Identifier: MIT
#include "resolve/manifest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <set>
#include <tuple>
#include <utility>

#include "base/try.hpp"

namespace axle {

Manifest::Manifest(const ResolveInput& input, PackageTable& table, SourceTable& sources,
                   const ConflictTable& conflicts)
    : input_(input),
      table_(table),
      sources_(sources),
      conflicts_(conflicts),
      one_(std::get_if<OneEnvironment>(&input.environment)) {
  for (const auto& direct : input.direct) {
    // Sources are told apart by what they name, so that every spelling of a member's directory
    // finds it.
    const SourcedRequirement& example =
        sources_.keep({direct->name, {}, {}, Marker::always(), direct->source, {}});
    known_.emplace(sources_.id_of(example), direct);
  }
  for (const SourcedRequirement& requirement : input.requirements)
    roots_.push_back(prepare(requirement, table_, sources_));
  for (const SourcedRequirement& requirement : input.constraints) {
    // Constraints limit what is needed anyway: their extras do not count, and those that allow
    // every version not at all, even if they name an index.
    PreparedRequirement constraint = prepare(requirement, table_, sources_);
    if (!constraint.has_specifiers && constraint.direct == no_source) continue;
    constraint.extras.clear();
    auto& same_name = constraints_[constraint.name];
    if (same_name.empty()) constraint_order_.push_back(constraint.name);
    same_name.push_back(std::move(constraint));
  }
  add_overrides();
}

bool Manifest::holds(const PreparedRequirement& requirement,
                     const std::vector<ExtraId>& extras) const {
  // A lock asks for all extras at once, a marker about few.
  std::vector<ExtraName> active;
  for (const ExtraName& name : requirement.marker_extras)
    if (const auto extra = table_.extras.find(name);
        extra && std::ranges::find(extras, *extra) != extras.end())
      active.push_back(name);
  return one_ != nullptr ? requirement.marker.evaluate(one_->markers, active)
                         : requirement.marker.may_hold_with(active);
}

namespace {

Result<void> check_name(const PackageName& wanted, const DirectDistribution& found) {
  if (found.name == wanted) return {};
  return fail(ErrorKind::invalid_input,
              fmt::format("the requirement names `{}`, but `{}` is what it points to",
                          wanted.text(), found.name.text()),
              "correct the name in the requirement or its source");
}

}  // namespace

Result<const PreparedDirect*> Manifest::read(SourceId source, DirectReader* reader) {
  const auto seen = direct_.find(source);
  if (seen != direct_.end()) return &seen->second;
  std::shared_ptr<const DirectDistribution> distribution;
  const auto known = known_.find(source);
  const SourcedRequirement& example = sources_.example(source);
  if (known != known_.end()) {
    distribution = known->second;
  } else if (reader != nullptr) {
    TRY(distribution, reader->read(example));
  } else {
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` comes from a path, URL or repository, which cannot be read here",
                            example.name.text()));
  }
  TRY_OK(check_name(example.name, *distribution));
  PreparedRequirements requirements = prepare(*distribution, table_, sources_);
  return &direct_.emplace(source, PreparedDirect{std::move(distribution), std::move(requirements)})
              .first->second;
}

Result<void> Manifest::read_direct(DirectReader* reader) {
  TRY_OK(look_ahead(reader));
  learn_from_requirements();
  return {};
}

Manifest::PlaceNeeds Manifest::needs_of(SourceId source, const PreparedDirect& direct,
                                        NameId name) const {
  PlaceNeeds needs{.requirements = {},
                   .owner = {name, &direct.distribution->version},
                   .is_tree = std::holds_alternative<DirectorySource>(direct.distribution->source)};
  const auto own = [&](std::vector<PreparedRequirement> requirements) {
    for (PreparedRequirement& requirement : requirements) {
      if (requirement.name != name) continue;
      requirement.direct = source;  // itself, wherever it comes from
      requirement.index = no_index_id;
    }
    return overridden(requirements, needs.owner);
  };
  needs.requirements.production = own(direct.requirements.production);
  needs.requirements.index_extras(table_);
  for (const auto& [group, members] : direct.requirements.groups)
    needs.requirements.groups.emplace_back(group, own(members));
  return needs;
}

// First-party requirements reach as far as paths and URLs do: what these need may name indexes,
// too. A place is gone through once as a whole; of each extra then only what asks about it.
Result<void> Manifest::look_ahead(DirectReader* reader) {
  std::deque<PreparedRequirement> queue;
  const auto enqueue = [&](const PreparedRequirement& requirement, const Owner& owner,
                           const std::vector<ExtraId>& extras) {
    if (is_excluded(requirement.name, owner) || !holds(requirement, extras)) return;
    queue.push_back(requirement);
    if (const auto* same_name = constraints(requirement.name))
      for (const PreparedRequirement& constraint : *same_name) queue.push_back(constraint);
  };
  for (const PreparedRequirement& requirement : overridden(roots_, {}))
    enqueue(requirement, {}, {});
  const auto look_at = [&](Lookahead lookahead) {
    for (const PreparedRequirement* requirement : lookahead.requirements)
      enqueue(*requirement, lookahead.place->owner, lookahead.extras);
    lookaheads_.push_back(std::move(lookahead));
  };
  const auto all_of = [](const std::vector<PreparedRequirement>& requirements) {
    std::vector<const PreparedRequirement*> pointers;
    for (const PreparedRequirement& requirement : requirements) pointers.push_back(&requirement);
    return pointers;
  };

  std::set<std::tuple<SourceId, std::vector<ExtraId>, std::vector<GroupId>>> seen;
  while (!queue.empty()) {
    const PreparedRequirement requirement = std::move(queue.front());
    queue.pop_front();
    if (requirement.direct == no_source) continue;
    TRY(const PreparedDirect* direct, read(requirement.direct, reader));
    // Two names may claim one place.
    TRY_OK(check_name(table_.names[requirement.name], *direct->distribution));
    if (!seen.emplace(requirement.direct, requirement.extras, requirement.groups).second) continue;
    if (!input_.with_dependencies) continue;
    const auto [place, is_new] = places_.try_emplace(requirement.direct);
    PlaceNeeds& needs = place->second;
    if (is_new) {
      needs = needs_of(requirement.direct, *direct, requirement.name);
      look_at({&needs, {}, all_of(needs.requirements.production)});
    }
    std::set<std::uint32_t> positions;
    for (const ExtraId extra : requirement.extras)
      if (const auto found = needs.requirements.by_extra.find(extra);
          found != needs.requirements.by_extra.end())
        positions.insert(found->second.begin(), found->second.end());
    Lookahead of_extras{&needs, requirement.extras, {}};
    for (const std::uint32_t position : positions)
      of_extras.requirements.push_back(&needs.requirements.production[position]);
    if (!positions.empty()) look_at(std::move(of_extras));
    for (const auto& [group, members] : needs.requirements.groups)
      if (std::ranges::find(requirement.groups, group) != requirement.groups.end())
        look_at({&needs, requirement.extras, all_of(members)});
  }
  return {};
}

ForkScope Manifest::scope_of(const PreparedRequirement& requirement) const {
  ForkScope scope;
  scope.marker = requirement.marker;
  const auto tie = [&](const ConflictItem& item) {
    const auto package = table_.names.find(item.package);
    if (!package) return;
    if (const auto* extra = std::get_if<ExtraName>(&item.kind)) {
      scope.package = *package;
      scope.extra = table_.extras.id_of(*extra);
      scope.item = conflicts_.find_extra(*package, scope.extra);
    } else if (const auto* group = std::get_if<GroupName>(&item.kind)) {
      scope.item = conflicts_.find_group(*package, table_.groups.id_of(*group));
    } else {
      scope.item = conflicts_.find_project(*package);
    }
  };
  const RegistrySource* registry =
      requirement.first_party != nullptr ? requirement.first_party->registry() : nullptr;
  if (registry != nullptr && registry->conflict)
    tie(*registry->conflict);
  else if (requirement.group != no_name)
    scope.item = conflicts_.find_group(requirement.group_owner, requirement.group);
  return scope;
}

void Manifest::learn(const PreparedRequirement& requirement, bool is_override) {
  const NameId name = requirement.name;
  if (requirement.index != no_index_id)
    indexes_.add(name, scope_of(requirement), requirement.index);
  if (requirement.direct != no_source) {
    if (is_override) {
      override_sources_.add(name, scope_of(requirement), requirement.direct);
      allowed_sources_.erase(name);
    } else {
      auto& allowed = allowed_sources_[name];
      if (std::find(allowed.begin(), allowed.end(), requirement.direct) == allowed.end())
        allowed.push_back(requirement.direct);
    }
    return;
  }
  if (requirement.first_party == nullptr) return;
  const RegistrySource* registry = requirement.first_party->registry();
  if (registry == nullptr) return;
  const auto& specifiers = registry->specifiers.items();
  if (registry->specifiers.mentions_prerelease())
    mentions_prerelease_.add(name, scope_of(requirement), true);
  if (specifiers.size() != 1 || specifiers.front().wildcard) return;
  if (specifiers.front().op == Operator::equal ||
      specifiers.front().op == Operator::arbitrary_equal)
    pinned_[name].push_back(specifiers.front().version);
}

void Manifest::learn_from_requirements() {
  for (const Lookahead& lookahead : lookaheads_) {
    const Owner& owner = lookahead.place->owner;
    for (const PreparedRequirement* requirement : lookahead.requirements) {
      if (!holds(*requirement, lookahead.extras) || is_excluded(requirement->name, owner)) continue;
      if (lookahead.place->is_tree)
        direct_names_.add(requirement->name, scope_of(*requirement), true);
      learn(*requirement, false);
    }
  }
  for (const PreparedRequirement& requirement : overridden(roots_, {})) {
    if (!holds(requirement, {})) continue;
    direct_names_.add(requirement.name, scope_of(requirement), true);
    if (!is_excluded(requirement.name, {})) learn(requirement, false);
  }
  for (const NameId name : constraint_order_)
    for (const PreparedRequirement& requirement : constraints_[name])
      if (!is_excluded(name, {}) && holds(requirement, {})) learn(requirement, false);
  for (const NameId name : override_order_)
    for (const PreparedRequirement& requirement : overrides_[name])
      if (!is_excluded(name, {}) && holds(requirement, {})) learn(requirement, true);
  // Whether a scoped override will count is not known yet, so it may speak of pre-releases and
  // yanked versions in any case.
  for (const auto& [package, entries] : scoped_)
    for (const Scoped& entry : entries)
      for (const auto& [name, requirements] : entry.overrides)
        for (const PreparedRequirement& requirement : requirements)
          if (!is_excluded(name, {package, entry.version ? &*entry.version : nullptr}) &&
              holds(requirement, {}))
            learn(requirement, false);
}

bool Manifest::allows_source(NameId name, SourceId source) const {
  const auto allowed = allowed_sources_.find(name);
  return allowed != allowed_sources_.end() &&
         std::find(allowed->second.begin(), allowed->second.end(), source) != allowed->second.end();
}

bool Manifest::has_source(NameId name) const {
  return override_sources_.knows(name) || allowed_sources_.contains(name);
}

PrereleaseChoice Manifest::prereleases(NameId name, const ForkEnvironment& environment) const {
  PrereleaseMode mode = input_.prerelease;
  if (!input_.prerelease_packages.empty()) {
    const auto own = input_.prerelease_packages.find(table_.names[name]);
    if (own != input_.prerelease_packages.end()) mode = own->second;
  }
  switch (mode) {
    case PrereleaseMode::disallow:
      return PrereleaseChoice::never;
    case PrereleaseMode::allow:
      return PrereleaseChoice::alike;
    case PrereleaseMode::if_necessary:
      return PrereleaseChoice::last;
    case PrereleaseMode::explicitly:
      break;
  }
  return mentions_prerelease_.any(name, environment, conflicts_) ? PrereleaseChoice::last
                                                                 : PrereleaseChoice::never;
}

FileJudge::AllowedYanks Manifest::allowed_yanks() const {
  FileJudge::AllowedYanks allowed;
  for (const auto& [name, versions] : pinned_)
    allowed[table_.names[name]].insert(versions.begin(), versions.end());
  for (const VersionPreference& preference : input_.preferences)
    allowed[preference.name].insert(preference.version);
  return allowed;
}

}  // namespace axle
