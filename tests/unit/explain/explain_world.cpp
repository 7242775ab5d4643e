// SPDX-License-Identifier: MIT
#include "unit/explain/explain_world.hpp"

#include <stdexcept>

#include "axle/versions/version_specifiers.hpp"
#include "solver/state.hpp"

namespace axle {

using namespace solver;

Version version(std::string_view text) { return Version::parse(text).value(); }

namespace {

VersionRange range(std::string_view specifiers) {
  return VersionRange::from(VersionSpecifiers::parse(specifiers).value());
}

}  // namespace

ExplainWorld::ExplainWorld() {
  input.environment = AllEnvironments{};
  input.members.insert(PackageName::parse("project").value());
  input.project = PackageName::parse("project").value();
}

NameId ExplainWorld::name_id(const std::string& name) {
  return packages_.names.id_of(PackageName::parse(name).value());
}

PackageId ExplainWorld::id(const std::string& text) {
  const std::size_t semicolon = text.find(';');
  SolverPackage package{.kind = PackageKind::package, .name = name_id(text.substr(0, semicolon))};
  if (semicolon != std::string::npos) {
    package.kind = PackageKind::marker;
    package.marker = Marker::parse(text.substr(semicolon + 1)).value();
  }
  return packages_.id_of(package);
}

ReasonId ExplainWorld::reason(Unavailable reason) {
  reasons_.push_back(std::move(reason));
  return static_cast<ReasonId>(reasons_.size() - 1);
}

ExplainWorld& ExplainWorld::project(const Needs& needs) {
  releases_[name_id("project")][version("0.1.0")].needs = needs;
  return *this;
}

ExplainWorld& ExplainWorld::requirements(const Needs& needs) {
  input.members.clear();
  input.project.reset();
  requirements_ = needs;
  return *this;
}

ExplainWorld& ExplainWorld::needs_python(const std::string& name, const std::string& number,
                                         const std::string& specifiers) {
  releases_[name_id(name)][version(number)].python = specifiers;
  return *this;
}

ExplainWorld& ExplainWorld::add(const std::string& name, const std::string& number,
                                const Needs& needs) {
  releases_[name_id(name)][version(number)].needs = needs;
  return *this;
}

ExplainWorld& ExplainWorld::refuse(const std::string& name, const std::string& number,
                                   Unavailable why) {
  releases_[name_id(name)][version(number)].refused = reason(std::move(why));
  return *this;
}

ExplainWorld& ExplainWorld::missing(const std::string& name, Unavailable why) {
  missing_[name_id(name)] = reason(std::move(why));
  return *this;
}

ExplainWorld& ExplainWorld::wheel(const std::string& name, const std::string& number, Tag tag) {
  releases_[name_id(name)][version(number)].wheels.push_back(
      {PackageName::parse(name).value(), version(number), std::nullopt, {std::move(tag)}, ""});
  return *this;
}

/// The resolver's loop without forks, preferences and priorities.
class ExplainSearch {
 public:
  explicit ExplainSearch(ExplainWorld& world)
      : world_(world), state_(PackageTable::root, version("0")) {}

  Derivation run() {
    PackageId next = PackageTable::root;
    for (;;) {
      const auto conflicts = state_.propagate(next);
      if (!conflicts) return state_.derivation(conflicts.error().proof);
      const auto picked = state_.pick([](PackageId, const VersionRange&) { return Priority{0}; });
      if (!picked) throw std::runtime_error("there is a solution");
      next = *picked;
      decide(next);
    }
  }

 private:
  void decide(PackageId id) {
    const SolverPackage package = world_.packages_[id];
    if (package.kind == PackageKind::root) return decide_root();
    const VersionRange allowed = *state_.allowed(id);
    if (package.kind == PackageKind::installed_python) return state_.add_no_versions(id, allowed);
    if (const auto gone = world_.missing_.find(package.name); gone != world_.missing_.end())
      return state_.add_custom(id, allowed, gone->second);
    const auto& releases = world_.releases_[package.name];
    for (auto release = releases.rbegin(); release != releases.rend(); ++release)
      if (allowed.contains(release->first) && !release->first.is_prerelease())
        return try_version(id, package, release->first, release->second);
    state_.add_no_versions(id, allowed);
  }

  void decide_root() {
    std::vector<Dependency> needs = dependencies(world_.requirements_);
    if (!world_.input.members.empty())
      needs.push_back({world_.id("project"), VersionRange::full()});
    decide_with(PackageTable::root, version("0"), VersionRange::singleton(version("0")), needs);
  }

  std::vector<Dependency> dependencies(const ExplainWorld::Needs& needs) {
    std::vector<Dependency> list;
    for (const auto& [name, specifiers] : needs)
      list.push_back({world_.id(name), range(specifiers)});
    return list;
  }

  // Stand-ins are tied to what they stand for before they are needed.
  void decide_with(PackageId id, const Version& number, const VersionRange& versions,
                   const std::vector<Dependency>& needs) {
    for (const Dependency& need : needs) {
      const SolverPackage& proxy = world_.packages_[need.package];
      if (!proxy.is_proxy()) continue;
      const SolverPackage plain{.kind = PackageKind::package, .name = proxy.name};
      state_.add_proxy(need.package, world_.packages_.id_of(plain), need.range);
    }
    state_.add_dependencies(id, number, versions, needs);
  }

  void try_version(PackageId id, const SolverPackage& package, const Version& number,
                   const ExplainWorld::Release& release) {
    std::vector<Version> known;
    for (const auto& [other, unused] : world_.releases_[package.name]) known.push_back(other);
    const bool is_project = world_.packages_.names[package.name].text() == "project";
    const VersionRange versions =
        is_project ? VersionRange::singleton(number) : VersionRange::gap_around(number, known);
    std::vector<Dependency> needs;
    if (release.refused && !package.is_proxy())
      return state_.add_custom(id, versions, *release.refused);
    if (!release.python.empty() && !package.is_proxy()) {
      const PackageId python = world_.packages_.id_of({.kind = PackageKind::installed_python});
      state_.add_dependency(id, versions, {python, range(release.python)});
      return state_.decide(id, number);
    }
    if (package.is_proxy()) {
      SolverPackage plain{.kind = PackageKind::package, .name = package.name};
      needs.push_back({world_.packages_.id_of(plain), VersionRange::singleton(number)});
      plain.marker = package.marker;
      needs.push_back({world_.packages_.id_of(plain), VersionRange::singleton(number)});
    } else if (package.marker.is_always()) {
      needs = dependencies(release.needs);
    }
    decide_with(id, number, versions, needs);
  }

  ExplainWorld& world_;
  State state_;
};

Explanation ExplainWorld::explanation() {
  const Derivation proof = ExplainSearch(*this).run();
  for (const auto& [name, releases] : releases_) {
    if (packages_.names[name].text() == "project" || missing_.contains(name)) continue;
    ExplainedPackage& package = known_[name];
    package.versions.clear();
    for (const auto& [number, release] : releases) package.versions.push_back(number);
  }
  ExplainFacts facts{.packages = packages_,
                     .reasons = reasons_,
                     .input = input,
                     .fork_python = input.requires_python,
                     .split = split,
                     .fork_marker = fork_marker,
                     .known = known_,
                     .wheels = {},
                     .is_on_explicit_index = is_on_explicit_index,
                     .machine = machine};
  facts.wheels = [this](NameId name, const Version& number) {
    std::vector<const WheelFilename*> wheels;
    for (const WheelFilename& wheel : releases_[name][number].wheels) wheels.push_back(&wheel);
    return wheels;
  };
  return explain(proof, facts);
}

}  // namespace axle
