// SPDX-License-Identifier: MIT
#include "explain/proof_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "explain/range_words.hpp"
#include "explain/shown_range.hpp"
#include "explain/unavailable_words.hpp"

namespace axle {

using namespace solver;

namespace {

// A clause that ends in a line break is a list, and carries no more on its line.
std::string then(std::string clause, std::string_view rest) {
  if (!clause.empty() && clause.back() != '\n' && clause.back() != ' ') clause += rest;
  return clause;
}

}  // namespace

// -- Names.

std::string ProofWords::name(PackageId id) const {
  return facts_.packages.describe(id, facts_.input.project ? facts_.input.project->text() : "root");
}

const ExplainedPackage* ProofWords::known(PackageId id) const {
  const auto found = facts_.known.find(package(id).name);
  return package(id).has_name() && found != facts_.known.end() ? &found->second : nullptr;
}

bool ProofWords::is_the_project(PackageId id) const {
  const SolverPackage& described = package(id);
  return has_one_member() && described.is_package() && described.extra == no_name &&
         described.group == no_name &&
         facts_.input.members.contains(facts_.packages.names[described.name]);
}

std::string ProofWords::member(PackageId id) const {
  const SolverPackage& described = package(id);
  const bool can_be = described.is_package() || described.kind == PackageKind::extra ||
                      described.kind == PackageKind::group;
  if (!can_be || !facts_.input.members.contains(facts_.packages.names[described.name])) return {};
  return is_the_project(id) ? "your project" : name(id);
}

std::string ProofWords::root_needs() const {
  if (!facts_.input.members.empty())
    return has_one_member() ? "your project requires" : "your workspace requires";
  return facts_.input.project ? facts_.input.project->text() + " depends on" : "you require";
}

std::string ProofWords::root_needs_noun() const {
  if (!facts_.input.members.empty())
    return has_one_member() ? "your project's requirements" : "your workspace's requirements";
  return "your requirements";
}

// -- Ranges.

bool ProofWords::is_plural(PackageId package, const VersionRange& range) const {
  return member(package).empty() && reads_plural(range);
}

std::string ProofWords::versions(RangeUse use, PackageId package, const VersionRange& range) const {
  if (is_root(package)) return root_needs_noun();
  if (std::string called = member(package); !called.empty()) return called;
  return range_words(use, name(package), range);
}

// -- Facts.

std::string ProofWords::fact(const Fact& fact) const {
  if (const auto* root = std::get_if<RootFact>(&fact))
    return fmt::format("we are solving dependencies of {} {}", name(root->package),
                       root->version.to_string());
  if (const auto* none = std::get_if<NoVersionsFact>(&fact)) return missing(*none);
  if (const auto* custom = std::get_if<CustomFact>(&fact)) return refused(*custom);
  return needs(std::get<DependencyFact>(fact));
}

std::string ProofWords::missing(const NoVersionsFact& fact) const {
  const PackageKind kind = package(fact.package).kind;
  if (kind == PackageKind::target_python)
    return fmt::format("the requested Python version ({}) does not satisfy {}",
                       facts_.input.requires_python.to_string(),
                       versions(RangeUse::said_of, fact.package, fact.versions));
  if (kind == PackageKind::installed_python)
    return fmt::format("the current Python version ({}) does not satisfy {}",
                       facts_.input.installed_python.to_string(),
                       versions(RangeUse::said_of, fact.package, fact.versions));

  const std::string none = "there are no versions of " + name(fact.package);
  if (fact.versions == VersionRange::full()) return none;
  if (const auto version = single_version(fact.versions))
    return fmt::format("there is no version of {}=={}", name(fact.package), version->to_string());
  VersionRange left = fact.versions.complement();
  // Of a package from no index there is nothing to end a range with.
  const ExplainedPackage* listed = known(fact.package);
  if (listed != nullptr && !(listed->versions.empty() && listed->found_on.empty()))
    left = available_part(left, listed->versions);
  const std::size_t segments = shown_segments(left).size();
  if (segments == 0) return none;
  const std::string words = versions(RangeUse::available, fact.package, left);
  if (segments == 1) return fmt::format("only {} is available", words);
  return fmt::format("only the following versions of {} {}", name(fact.package), words);
}

WheelMisfit ProofWords::misfit(const CustomFact& fact) const {
  const Unavailable& reason = facts_.reasons[index(fact.reason)];
  if (!concerns_tags(reason)) return WheelMisfit::none;
  if (std::holds_alternative<NoWheelForPython>(reason)) return WheelMisfit::python_version;
  const ExplainedPackage* listed = known(fact.package);
  WheelMisfit closest = WheelMisfit::none;
  if (listed == nullptr || !facts_.wheels) return closest;
  for (const Version& version : listed->versions)
    if (fact.versions.contains(version))
      closest = std::max(
          closest, misfit_of(facts_.wheels(package(fact.package).name, version), facts_.input));
  return closest;
}

std::string ProofWords::refused(const CustomFact& fact) const {
  const Unavailable& reason = facts_.reasons[index(fact.reason)];
  if (is_root(fact.package)) {
    if (const auto* impossible = std::get_if<ImpossibleRequirement>(&reason))
      return fmt::format("{} {}", root_needs(), impossible->requirement);
    return fmt::format("{} cannot be used because it {}", root_needs_noun(),
                       unavailable_words(reason, false, WheelMisfit::none));
  }
  if (concerns_whole_package(reason))
    return fmt::format("{} {}", name(fact.package),
                       unavailable_words(reason, false, WheelMisfit::none));
  const WheelMisfit where = misfit(fact);
  std::string text = then(versions(RangeUse::said_of, fact.package, fact.versions), " ") +
                     unavailable_words(reason, is_plural(fact.package, fact.versions), where);
  if (const std::string wanted = wanted_tag(where, facts_.input); !wanted.empty())
    text += fmt::format(" (e.g., `{}`)", wanted);
  return text;
}

std::string ProofWords::needs(const DependencyFact& fact) const {
  const SolverPackage& from = package(fact.dependent);
  if (from.has_name() && from.name == package(fact.dependency).name) {
    if (const std::string called = member(fact.dependent); !called.empty())
      return fmt::format("{} depends on itself at an incompatible version ({})", called,
                         range_words(RangeUse::needed, name(fact.dependency), fact.needed));
  }
  const std::string wanted = versions(RangeUse::needed, fact.dependency, fact.needed);
  if (is_root(fact.dependent)) {
    if (fact.needed.is_empty())
      return fmt::format("{} for {} cannot be satisfied", root_needs_noun(), name(fact.dependency));
    return fmt::format("{} {}", root_needs(), wanted);
  }
  return then(versions(RangeUse::said_of, fact.dependent, fact.versions), " ") +
         (is_plural(fact.dependent, fact.versions) ? "depend on " : "depends on ") + wanted;
}

std::string ProofWords::both(const Fact& first, const Fact& second) const {
  const auto* one = std::get_if<DependencyFact>(&first);
  const auto* other = std::get_if<DependencyFact>(&second);
  if (one != nullptr && other != nullptr && one->dependent == other->dependent &&
      one->versions == other->versions)
    return then(fact(first), " ") + "and " +
           versions(RangeUse::needed, other->dependency, other->needed);
  // That the root needs the only project goes without saying.
  const auto is_obvious = [&](const DependencyFact* need) {
    return need != nullptr && is_root(need->dependent) && is_the_project(need->dependency);
  };
  if (is_obvious(other)) return fact(first);
  if (is_obvious(one)) return fact(second);
  return then(fact(first), " ") + "and " + fact(second);
}

// -- Conclusions.

namespace {

// As uv orders packages: by kind, then by names and marker.
bool comes_before(const PackageTable& table, PackageId a, PackageId b) {
  const auto rank = [](PackageKind kind) {
    switch (kind) {
      case PackageKind::root:
        return 0;
      case PackageKind::installed_python:
        return 1;
      case PackageKind::target_python:
        return 2;
      case PackageKind::package:
        return 3;
      case PackageKind::extra:
        return 4;
      case PackageKind::group:
        return 5;
      case PackageKind::marker:
        return 6;
    }
    return 7;
  };
  const SolverPackage& left = table[a];
  const SolverPackage& right = table[b];
  if (left.kind != right.kind) return rank(left.kind) < rank(right.kind);
  if (left.name != right.name)
    return table.names[left.name].text() < table.names[right.name].text();
  if (left.extra != right.extra) {
    if (left.extra == no_name || right.extra == no_name) return left.extra == no_name;
    return table.extras[left.extra].text() < table.extras[right.extra].text();
  }
  if (left.group != right.group) {
    if (left.group == no_name || right.group == no_name) return left.group == no_name;
    return table.groups[left.group].text() < table.groups[right.group].text();
  }
  return (left.marker <=> right.marker) < 0;
}

}  // namespace

std::string ProofWords::term(const PackageTerm& part) const {
  if (part.term.is_positive()) return versions(RangeUse::said_of, part.package, part.term.range());
  if (const auto version = single_version(part.term.range()))
    return fmt::format("{}!={}", name(part.package), version->to_string());
  return versions(RangeUse::said_of, part.package, part.term.range().complement());
}

std::string ProofWords::conclusion(std::span<const PackageTerm> unordered) const {
  std::vector<PackageTerm> terms(unordered.begin(), unordered.end());
  std::ranges::sort(terms, [&](const PackageTerm& a, const PackageTerm& b) {
    return comes_before(facts_.packages, a.package, b.package);
  });
  if (terms.empty()) return "the requirements are unsatisfiable";
  const PackageTerm& first = terms.front();
  if (terms.size() == 1) {
    if (is_root(first.package)) return root_needs_noun() + " are unsatisfiable";
    if (!package(first.package).is_package()) return then(term(first), " ") + "cannot be used";
    if (!first.term.is_positive())
      return then(versions(RangeUse::said_of, first.package, first.term.range()), " ") +
             "must be used";
    if (const std::string called = member(first.package); !called.empty())
      return called + "'s requirements are unsatisfiable";
    return then(versions(RangeUse::said_of, first.package, first.term.range()), " ") +
           "cannot be used";
  }
  if (terms.size() == 2 && first.term.is_positive() != terms.back().term.is_positive()) {
    const PackageTerm& from = first.term.is_positive() ? first : terms.back();
    const PackageTerm& to = first.term.is_positive() ? terms.back() : first;
    return needs({from.package, from.term.range(), to.package, to.term.range()});
  }
  std::string text;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (i > 0) text += terms.size() == 2 ? " and " : ", ";
    text += term(terms[i]);
  }
  return text + " are incompatible";
}

}  // namespace axle
