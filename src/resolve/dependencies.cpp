// SPDX-License-Identifier: MIT
// What a version needs, and how the solver learns it.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/try.hpp"
#include "resolve/resolver.hpp"

namespace axle {
namespace {

// The place that a source_key() names, for messages: without the kind.
std::string_view shown_source(std::string_view key) { return key.substr(key.rfind(' ') + 1); }

// Two places, in the order of their keys, that one package is wanted from; `what` they are.
Error conflict(std::string_view what, const std::string& package, const std::string& where,
               std::string one, std::string other) {
  if (other < one) std::swap(one, other);
  return fail(ErrorKind::invalid_input,
              fmt::format("Requirements contain conflicting {} for package `{}`{}:\n- {}\n- {}",
                          what, package, where, shown_source(one), shown_source(other)))
      .error();
}

}  // namespace

Result<Resolver::Needs> Resolver::needs_of(const ForkState& state, const Version& version) {
  const SolverPackage picked = package(state.next);
  switch (picked.kind) {
    case PackageKind::root:
      return split(state, {.production = manifest_.roots(), .by_extra = {}, .groups = {}}, picked,
                   {});
    case PackageKind::package:
      return needs_of_package(state, picked, version);
    default:
      break;
  }
  // A stand-in never splits a fork.
  std::vector<DependencyFork> forks;
  forks.push_back({state.environment, expand_proxy(picked, version, table_)});
  return Needs(std::move(forks));
}

Result<Resolver::Needs> Resolver::needs_of_package(const ForkState& state,
                                                   const SolverPackage& package,
                                                   const Version& version) {
  if (!input_.with_dependencies) return Needs(std::vector<DependencyFork>());
  const Manifest::Owner owner{package.name, &version};
  if (const SourceId source = state.source(package.name); source != no_source)
    return split(state, manifest_.direct(source).requirements, package, owner);

  const Pin* pinned = state.pin(package.name, version);
  if (pinned == nullptr)
    return fail(ErrorKind::bug,
                fmt::format("`{}=={}` was chosen without a file", table_.names[package.name].text(),
                            version.to_string()));
  const VersionMetadata* known = nullptr;
  if (pinned->installed != nullptr) {
    known = &provider_->metadata(*pinned->installed);
  } else {
    TRY(known, provider_->metadata(package.name, version, *pinned->files));
  }
  if (known->unavailable) return Needs(*known->unavailable);
  if (known->metadata != nullptr && known->metadata->requires_python &&
      !state.python.is_contained_by(*known->metadata->requires_python))
    return Needs(NeededPython{*known->metadata->requires_python});
  return split(state, known->requirements, package, owner);
}

Resolver::Needs Resolver::split(const ForkState& state, const PreparedRequirements& requirements,
                                const SolverPackage& package, const Manifest::Owner& owner) {
  const FlattenTarget target{owner,
                             package.extra != no_name ? std::optional(package.extra) : std::nullopt,
                             package.group != no_name ? std::optional(package.group) : std::nullopt,
                             state.environment, state.python_marker};
  note_progress();
  const std::vector<PreparedRequirement> flat = flattener_.flatten(requirements, target);
  DependencyEdges made = make_dependencies(flat, package, table_, conflicts_);
  if (made.impossible) return ImpossibleRequirement{flat[*made.impossible].text()};
  if (all_ != nullptr)
    return split_dependencies(std::move(made.edges),
                              {table_, conflicts_, state.environment, state.python, budget_});
  std::vector<DependencyFork> forks;
  forks.push_back({state.environment, std::move(made.edges)});
  return forks;
}

// Ties packages to places and indexes for the rest of the fork, and registers them for picking.
Result<void> Resolver::learn_ties(ForkState& state, std::span<const DependencyEdge> edges) {
  const auto where = [&] {
    const std::string split = state.environment.describe(conflicts_);
    return split.empty() ? split : fmt::format(" for {}", split);
  };
  for (const DependencyEdge& edge : edges) {
    const SolverPackage depended = package(edge.package);
    const NameId name = depended.name;
    const std::string& text = table_.names[name].text();
    std::optional<Error> error;
    const auto tie_source = [&](SourceId source) {
      const auto before = state.tie_to_source(name, source);
      if (before && !error)
        error = conflict("URLs", text, where(), source_key(sources_.example(*before).source),
                         source_key(sources_.example(source).source));
    };
    const auto tie_index = [&](IndexId index) {
      const auto before = state.tie_to_index(name, index);
      if (before && !error)
        error = conflict("indexes", text, where(), sources_.index(*before).text(),
                         sources_.index(index).text());
    };
    if (manifest_.override_sources().knows(name)) {
      manifest_.override_sources().for_each(name, state.environment, conflicts_, tie_source);
    } else if (edge.direct != no_source) {
      if (!manifest_.allows_source(name, edge.direct))
        return fail(ErrorKind::invalid_input,
                    fmt::format("Package `{}` was included as a URL dependency. URL dependencies "
                                "must be expressed as direct "
                                "requirements or constraints. Consider adding `{} @ {}` to your "
                                "dependencies or constraints "
                                "file.",
                                text, text,
                                shown_source(source_key(sources_.example(edge.direct).source))));
      tie_source(edge.direct);
    }
    if (edge.index != no_index_id) tie_index(edge.index);
    manifest_.indexes().for_each(name, state.environment, conflicts_, tie_index);
    if (error) return std::unexpected(*std::move(error));

    const bool is_direct = state.source(name) != no_source;
    // An override or a constraint may tie what only packages of an index need.
    if (is_direct) {
      const auto start = std::chrono::steady_clock::now();
      TRY_OK(manifest_.read(state.source(name), services_.direct));
      budget_.forgive(std::chrono::steady_clock::now() - start);
    }
    if (!is_direct) warn_of_missing_bound(state, edge, edges);
    state.priorities.add(table_, edge.package, edge.range, is_direct);
    if (const auto base = base_of(depended, table_))
      state.priorities.add(table_, *base, edge.range, is_direct);
    if (state.source(name) == no_source && !manifest_.has_source(name))
      provider_->prefetch(name, state.index(name));
  }
  return {};
}

// With the lowest versions, a direct dependency without a lower bound gets one from the dark ages.
void Resolver::warn_of_missing_bound(const ForkState& state, const DependencyEdge& edge,
                                     std::span<const DependencyEdge> siblings) const {
  if (input_.resolution == ResolutionMode::highest) return;
  const SolverPackage& parent = package(state.next);
  if (parent.has_name() && !input_.members.contains(table_.names[parent.name])) return;
  const NameId name = package(edge.package).name;
  const auto is_bounded = [&](const DependencyEdge& other) {
    return package(other.package).name == name && !other.range.hull().lower.is_unbounded();
  };
  if (std::any_of(siblings.begin(), siblings.end(), is_bounded)) return;
  services_.reporter.warning(
      fmt::format("The direct dependency `{}` is unpinned. Consider setting a lower bound when "
                  "using `--resolution lowest` or "
                  "`--resolution lowest-direct` to avoid using outdated versions.",
                  table_.names[name].text()));
}

// By how many dependencies each package was found, the first way that led to it.
void Resolver::note_depth(const ForkState& state, std::span<const DependencyEdge> edges) {
  const SolverPackage& picked = package(state.next);
  const std::uint32_t depth =
      picked.has_name() && picked.name < depths_.size() ? depths_[picked.name] : 0;
  for (const DependencyEdge& edge : edges) {
    const SolverPackage& needed = package(edge.package);
    if (!needed.has_name() || (picked.has_name() && needed.name == picked.name)) continue;
    if (needed.name >= depths_.size()) depths_.resize(needed.name + 1);
    if (depths_[needed.name] != 0) continue;
    depths_[needed.name] = depth + 1;
    budget_.note_depth(depth + 1);
  }
}

void Resolver::add_dependencies(ForkState& state, const Version& version,
                                std::span<const DependencyEdge> edges) {
  note_depth(state, edges);
  std::vector<solver::Dependency> dependencies;
  dependencies.reserve(edges.size());
  for (const DependencyEdge& edge : edges) {
    if (const auto base = base_of(package(edge.package), table_))
      state.solver.add_proxy(edge.package, *base, edge.range);
    dependencies.push_back({edge.package, edge.range});
  }
  const auto conflict =
      state.solver.add_dependencies(state.next, version, widened(state, version), dependencies);
  if (conflict) state.conflicts.record(table_, state.solver[*conflict], state.next, state.next);
}

// The version with the gap around it, so that neighbours that fail alike make one range.
VersionRange Resolver::widened(const ForkState& state, const Version& version) const {
  const SolverPackage& picked = package(state.next);
  if (picked.has_name() && state.source(picked.name) == no_source) {
    const PackageVersions* versions =
        provider_->known_versions(picked.name, state.index(picked.name));
    if (versions != nullptr && !versions->known().empty())
      return VersionRange::gap_around(version, versions->known());
  }
  return VersionRange::singleton(version);
}

void Resolver::reject(ForkState& state, const Version& version, const Unavailable& reason) {
  VersionRange versions = widened(state, version);
  const auto* python = std::get_if<NeedsOtherPython>(&reason);
  if (python == nullptr) {
    state.solver.add_custom(state.next, std::move(versions), add_reason(reason));
    return;
  }
  // Said as a dependency, so that the proof can speak of Python versions.
  const PackageKind kind =
      one_ != nullptr ? PackageKind::installed_python : PackageKind::target_python;
  const auto python_package = table_.id_of(SolverPackage{.kind = kind});
  state.solver.add_dependency(state.next, std::move(versions),
                              {python_package, VersionRange::from(python->requires_python)});
  state.solver.decide(state.next, version);
}

}  // namespace axle
