// SPDX-License-Identifier: MIT
#include "resolve/failed_fork.hpp"

#include <algorithm>
#include <set>

#include "explain/explain.hpp"

namespace axle {
namespace {

// The packages that a proof speaks of.
std::set<NameId> names_in(const solver::Derivation& proof, const PackageTable& table) {
  std::set<NameId> names;
  const auto add = [&](solver::PackageId id) {
    if (table[id].has_name()) names.insert(table[id].name);
  };
  for (const solver::DerivationNode& node : proof.nodes) {
    const auto* fact = std::get_if<solver::Fact>(&node);
    if (fact == nullptr) continue;
    if (const auto* dependency = std::get_if<solver::DependencyFact>(fact)) {
      add(dependency->dependent);
      add(dependency->dependency);
    } else if (const auto* none = std::get_if<solver::NoVersionsFact>(fact)) {
      add(none->package);
    } else if (const auto* custom = std::get_if<solver::CustomFact>(fact)) {
      add(custom->package);
    }
  }
  return names;
}

void describe_cutoff(const PackageName& name, const FailedFork& fork, ExplainedPackage& package) {
  using Source = ExplainedPackage::CutoffSource;
  const ExcludeNewer& limits = fork.input.exclude_newer;
  const auto own = limits.packages.find(name);
  if (own != limits.packages.end()) {
    package.cutoff = own->second;
    package.cutoff_source = Source::package;
    return;
  }
  for (const IndexUrl& index : package.found_on) {
    for (const IndexDefinition& definition : fork.input.indexes.definitions) {
      if (!(definition.url == index) || !definition.exclude_newer) continue;
      package.cutoff = *definition.exclude_newer;
      package.cutoff_source = Source::index;
      return;
    }
  }
  package.cutoff = limits.global;
}

ExplainedPackage describe(NameId name, const FailedFork& fork, const PackageTable& table) {
  ExplainedPackage package;
  package.is_direct = fork.state.source(name) != no_source;
  package.allows_prereleases =
      fork.manifest.prereleases(name, fork.state.environment) != PrereleaseChoice::never;
  const PackageVersions* versions = fork.provider.known_versions(name, fork.state.index(name));
  if (versions == nullptr || package.is_direct) return package;
  package.versions = versions->known();
  package.absences = versions->listing->absences;
  for (const auto* pages : {&versions->listing->pages, &versions->listing->find_links})
    for (const auto& page : *pages)
      package.left_out.insert(package.left_out.end(), page->dropped().begin(),
                              page->dropped().end());
  std::set<Version> all;
  for (const VersionMap& map : versions->maps) {
    if (map.index() != nullptr) package.found_on.push_back(*map.index());
    for (std::size_t i = 0; i < map.size(); ++i) all.insert(map.version(i));
  }
  std::set_difference(all.begin(), all.end(), package.versions.begin(), package.versions.end(),
                      std::back_inserter(package.too_new));
  describe_cutoff(table.names[name], fork, package);
  return package;
}

std::vector<const WheelFilename*> wheels_of(const FailedFork& fork, NameId name,
                                            const Version& version) {
  std::vector<const WheelFilename*> wheels;
  const PackageVersions* versions = fork.provider.known_versions(name, fork.state.index(name));
  if (versions == nullptr) return wheels;
  for (const VersionMap& map : versions->maps) {
    const auto place = map.find(version);
    const AvailableVersion* files = place ? map.files(*place) : nullptr;
    if (files == nullptr) continue;
    for (const AvailableVersion::Judged& wheel : files->wheels)
      wheels.push_back(wheel.file->wheel());
  }
  return wheels;
}

}  // namespace

Error explain_no_solution(const solver::Derivation& proof, const FailedFork& fork,
                          PackageTable& table, const ResolveServices& services) {
  ExplainFacts facts{.packages = table,
                     .reasons = fork.reasons,
                     .input = fork.input,
                     .fork_python = fork.state.python,
                     .split = fork.state.environment.describe(fork.conflicts),
                     .fork_marker = fork.state.environment.marker(),
                     .known = {},
                     .wheels = {},
                     .is_on_explicit_index = {}};
  for (const NameId name : names_in(proof, table))
    facts.known.emplace(name, describe(name, fork, table));
  facts.wheels = [&](NameId name, const Version& version) {
    return wheels_of(fork, name, version);
  };
  facts.is_on_explicit_index = [&](NameId name, const IndexDefinition& index) {
    const auto listing = services.registry.listing(table.names[name], index.url);
    return listing && (*listing)->is_found();
  };
  if (const auto* one = std::get_if<OneEnvironment>(&fork.input.environment))
    facts.machine = &one->markers;
  else if (fork.input.machine)
    facts.machine = &*fork.input.machine;
  return explain(proof, facts).to_error();
}

}  // namespace axle
