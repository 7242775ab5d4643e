// SPDX-License-Identifier: MIT
#include "explain/hints.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "axle/markers/marker_environment.hpp"
#include "explain/hint_words.hpp"
#include "explain/shown_range.hpp"
#include "explain/unavailable_words.hpp"
#include "explain/wheel_fit.hpp"

namespace axle {

using namespace solver;

namespace {

// How many versions are looked at in search of one that fits; more would not be near to what was
// asked for.
constexpr std::size_t most_versions_tried = 50;

class Hints {
 public:
  Hints(const Derivation& proof, const ExplainFacts& facts) : proof_(proof), facts_(facts) {
    for (const DerivationNode& node : proof.nodes)
      if (const auto* fact = std::get_if<Fact>(&node))
        if (const auto* need = std::get_if<DependencyFact>(fact);
            need && package(need->dependency).has_name())
          requested_[package(need->dependency).name].push_back(need->needed);
  }

  std::vector<std::string> run() {
    if (std::holds_alternative<AllEnvironments>(facts_.input.environment)) consider_machine();
    for (const Fact* fact : facts_in_order())
      std::visit([this](const auto& kind) { consider(kind); }, *fact);
    hints_.insert(hints_.end(), own_hints_.begin(), own_hints_.end());
    return std::move(hints_);
  }

 private:
  const SolverPackage& package(PackageId id) const { return facts_.packages[id]; }
  const std::string& name(NameId id) const { return facts_.packages.names[id].text(); }
  bool is_member(NameId id) const {
    return facts_.input.members.contains(facts_.packages.names[id]);
  }
  bool is_workspace() const { return facts_.input.members.size() > 1; }
  const ExplainedPackage* known(NameId id) const {
    const auto found = facts_.known.find(id);
    return found == facts_.known.end() ? nullptr : &found->second;
  }

  // Each kind of hint once for each package or index.
  void give(const std::string& key, std::string text) {
    if (given_.insert(key).second) hints_.push_back(std::move(text));
  }
  void give_own(const std::string& key, std::string text) {
    if (given_.insert(key).second) own_hints_.push_back(std::move(text));
  }

  std::vector<const Fact*> facts_in_order() const;
  void consider_machine();
  void consider(const RootFact&) {}
  void consider(const NoVersionsFact& fact);
  void consider(const CustomFact& fact);
  void consider(const DependencyFact& fact);
  void consider_prereleases(NameId name, const VersionRange& versions);
  void consider_indexes(NameId name, const VersionRange& versions);
  void consider_next_index(NameId id, const VersionRange& versions, const ExplainedPackage& listed);
  void consider_refused_access();
  void consider_tags(NameId name, const VersionRange& versions, const Unavailable& reason);
  void consider_older_version(NameId name, const VersionRange& versions);
  void consider_platforms(NameId name, const VersionRange& versions);
  void consider_explicit_indexes(NameId name);
  std::optional<Version> best_version(const ExplainedPackage& listed,
                                      const VersionRange& versions) const;
  bool fits(NameId name, const Version& version) const;

  const Derivation& proof_;
  const ExplainFacts& facts_;
  std::map<NameId, std::vector<VersionRange>> requested_;
  std::set<std::string> given_;
  std::vector<std::string> hints_, own_hints_;
};

// As the report has them: the first cause of the last conclusion first. Each fact once.
std::vector<const Fact*> Hints::facts_in_order() const {
  std::vector<const Fact*> order;
  std::vector<bool> seen(proof_.nodes.size(), false);
  std::vector<std::uint32_t> open{static_cast<std::uint32_t>(proof_.nodes.size() - 1)};
  while (!open.empty()) {
    const std::uint32_t place = open.back();
    open.pop_back();
    if (seen[place]) continue;
    seen[place] = true;
    if (const auto* step = std::get_if<Conclusion>(&proof_.nodes[place])) {
      open.push_back(step->second);
      open.push_back(step->first);
    } else {
      order.push_back(&std::get<Fact>(proof_.nodes[place]));
    }
  }
  return order;
}

void Hints::consider_machine() {
  if (facts_.machine == nullptr) return;
  const auto python = Marker::comparison(MarkerVariable::python_version, MarkerOperator::equal,
                                         facts_.machine->python_version);
  if (python && facts_.fork_marker.is_disjoint(*python))
    give("python", hint::other_python(facts_.machine->python_version));
  else if (!facts_.fork_marker.evaluate(*facts_.machine))
    give("environment", hint::other_environment());
}

void Hints::consider(const NoVersionsFact& fact) {
  if (!package(fact.package).has_name()) return;
  const NameId id = package(fact.package).name;
  consider_prereleases(id, fact.versions);
  consider_indexes(id, fact.versions);
  consider_explicit_indexes(id);
  const ExplainedPackage* listed = known(id);
  if (listed != nullptr && listed->versions.empty() && !listed->left_out.empty())
    give("left out " + name(id), hint::left_out(name(id), listed->left_out));
  if (listed == nullptr || !listed->cutoff) return;
  const auto has = [&](const std::vector<Version>& versions) {
    return std::ranges::any_of(versions,
                               [&](const Version& v) { return fact.versions.contains(v); });
  };
  if (!has(listed->versions) && has(listed->too_new))
    give("too new " + name(id), hint::too_new(name(id), *listed, fact.versions));
}

void Hints::consider(const CustomFact& fact) {
  const Unavailable& reason = facts_.reasons[index(fact.reason)];
  if (std::holds_alternative<ImpossibleRequirement>(reason) || !package(fact.package).has_name())
    return;
  const NameId id = package(fact.package).name;
  if (std::holds_alternative<NoIndexAllowed>(reason) && facts_.input.indexes.find_links.empty())
    give("no index", hint::no_index());
  if (std::holds_alternative<NotCachedOffline>(reason)) give("offline", hint::offline());
  consider_prereleases(id, fact.versions);
  consider_indexes(id, fact.versions);
  const ExplainedPackage* listed = known(id);
  if (const auto* bad = std::get_if<BadMetadata>(&reason); bad != nullptr && listed != nullptr)
    if (const auto version = best_version(*listed, fact.versions))
      give("metadata " + name(id), hint::bad_metadata(name(id), *version, bad->message));
  if (const auto* files = std::get_if<UnusableFiles>(&reason)) {
    const BuildOptions& build = facts_.input.build;
    if (files->obstacle == FileVerdict::Kind::no_binary)
      give("no binary " + name(id), hint::no_binary(name(id), build.no_binary));
    if (files->obstacle == FileVerdict::Kind::no_build)
      give("no build " + name(id), hint::no_build(name(id), build.no_build));
  }
  if (concerns_tags(reason)) consider_tags(id, fact.versions, reason);
  if (std::holds_alternative<MissingPlatform>(reason)) consider_platforms(id, fact.versions);
  if (std::holds_alternative<NotFoundAnywhere>(reason)) consider_explicit_indexes(id);
}

void Hints::consider(const DependencyFact& fact) {
  const SolverPackage& from = package(fact.dependent);
  const SolverPackage& to = package(fact.dependency);
  if (to.kind == PackageKind::target_python && from.has_name())
    give("requires python",
         hint::requires_python(facts_, name(from.name), fact.versions, fact.needed));
  if (!from.has_name() || !to.has_name() || !is_member(to.name)) return;
  if (!is_member(from.name)) {
    give(fmt::format("shadowed {} {}", name(from.name), name(to.name)),
         hint::shadowed(name(from.name), name(to.name), is_workspace()));
  } else if (from.name == to.name && (to.extra == no_name || to.extra == from.extra) &&
             (to.group == no_name || to.group == from.group)) {
    give("itself " + name(from.name), hint::needs_itself(name(from.name), is_workspace()));
  }
}

void Hints::consider_prereleases(NameId id, const VersionRange& versions) {
  const ExplainedPackage* listed = known(id);
  if (listed == nullptr || listed->is_direct || listed->allows_prereleases) return;
  const auto& requested = requested_[id];
  const auto asked = std::ranges::find_if(requested, names_prerelease);
  if (asked != requested.end())
    return give("pre " + name(id), hint::prerelease_requested(name(id), *asked));
  const auto found =
      std::find_if(listed->versions.rbegin(), listed->versions.rend(), [&](const Version& version) {
        return version.is_prerelease() && versions.contains(version);
      });
  if (found != listed->versions.rend())
    give("pre " + name(id), hint::prerelease_available(name(id), *found));
}

void Hints::consider_indexes(NameId id, const VersionRange& versions) {
  if (const ExplainedPackage* listed = known(id)) consider_next_index(id, versions, *listed);
  consider_refused_access();
}

void Hints::consider_next_index(NameId id, const VersionRange& versions,
                                const ExplainedPackage& listed) {
  if (facts_.input.indexes.strategy != IndexStrategy::first_index) return;
  if (listed.versions.empty() || listed.found_on.empty()) return;
  const std::vector<IndexDefinition> order = facts_.input.indexes.implicit_order();
  const auto found = std::ranges::find(order, listed.found_on.front(), &IndexDefinition::url);
  if (found == order.end() || std::next(found) == order.end()) return;
  give("index of " + name(id),
       hint::other_index(name(id), versions, found->url, std::next(found)->url));
}

void Hints::consider_refused_access() {
  for (const auto& [id, listed] : facts_.known) {
    for (const IndexAbsence& absence : listed.absences) {
      if (absence.reason == IndexAbsence::Reason::unauthorized)
        give("401 " + absence.index.text(), hint::unauthorized(absence.index));
      if (absence.reason != IndexAbsence::Reason::forbidden) continue;
      const bool answered = std::ranges::any_of(facts_.known, [&](const auto& other) {
        return std::ranges::find(other.second.found_on, absence.index) !=
               other.second.found_on.end();
      });
      give("403 " + absence.index.text(), hint::forbidden(absence.index, answered));
    }
  }
}

// -- Wheels.

std::optional<Version> Hints::best_version(const ExplainedPackage& listed,
                                           const VersionRange& versions) const {
  std::optional<Version> best;
  for (auto version = listed.versions.rbegin(); version != listed.versions.rend(); ++version) {
    if (!versions.contains(*version)) continue;
    if (!version->is_prerelease() || listed.allows_prereleases) return *version;
    if (!best) best = *version;
  }
  return best;
}

void Hints::consider_tags(NameId id, const VersionRange& versions, const Unavailable& reason) {
  const ExplainedPackage* listed = known(id);
  if (listed == nullptr || !facts_.wheels) return;
  const auto version = best_version(*listed, versions);
  if (!version) return;
  const Wheels wheels = facts_.wheels(id, *version);
  const WheelMisfit misfit = std::holds_alternative<NoWheelForPython>(reason)
                                 ? WheelMisfit::python_version
                                 : misfit_of(wheels, facts_.input);
  const std::vector<std::string> offered = offered_tags(wheels, misfit, facts_.input);
  const bool is_one = std::holds_alternative<OneEnvironment>(facts_.input.environment);
  const std::string wanted = is_one ? wanted_tag(misfit, facts_.input) : std::string();
  if (!offered.empty())
    give("tags " + name(id), hint::wheel_tags(name(id), *version, misfit, wanted, offered));
  consider_older_version(id, versions);
}

bool Hints::fits(NameId id, const Version& version) const {
  const Wheels wheels = facts_.wheels(id, version);
  if (const auto* one = std::get_if<OneEnvironment>(&facts_.input.environment))
    return std::ranges::any_of(
        wheels, [&](const WheelFilename* w) { return one->tags.priority(*w).has_value(); });
  return std::ranges::any_of(
      wheels, [&](const WheelFilename* w) { return facts_.fork_python.matches_wheel_tag(*w); });
}

void Hints::consider_older_version(NameId id, const VersionRange& versions) {
  const ExplainedPackage& listed = *known(id);
  std::size_t tried = 0;
  for (auto version = listed.versions.rbegin(); version != listed.versions.rend(); ++version) {
    if (versions.contains(*version) || (version->is_prerelease() && !listed.allows_prereleases))
      continue;
    if (++tried > most_versions_tried) return;
    if (fits(id, *version))
      return give_own("fits " + name(id), hint::older_version_fits(name(id), *version));
  }
}

void Hints::consider_platforms(NameId id, const VersionRange& versions) {
  const ExplainedPackage* listed = known(id);
  if (listed == nullptr || !facts_.wheels) return;
  const auto version = best_version(*listed, versions);
  if (!version) return;
  std::set<std::string> platforms;
  for (const WheelFilename* wheel : facts_.wheels(id, *version))
    for (const Tag& tag : wheel->tags) platforms.insert(tag.platform);
  if (!platforms.empty())
    give_own("platforms " + name(id),
             hint::only_platforms(name(id), *version, {platforms.begin(), platforms.end()}));
}

void Hints::consider_explicit_indexes(NameId id) {
  if (!facts_.is_on_explicit_index) return;
  for (const IndexDefinition& index : facts_.input.indexes.definitions) {
    const ExplainedPackage* listed = known(id);
    const bool was_searched = listed != nullptr && std::ranges::find(listed->found_on, index.url) !=
                                                       listed->found_on.end();
    if (index.is_explicit && !was_searched && facts_.is_on_explicit_index(id, index))
      give_own("explicit " + name(id), hint::explicit_index(name(id), index));
  }
}

}  // namespace

std::vector<std::string> hints_for(const Derivation& proof, const ExplainFacts& facts) {
  return Hints(proof, facts).run();
}

}  // namespace axle
