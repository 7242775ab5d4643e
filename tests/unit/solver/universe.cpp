// SPDX-License-Identifier: MIT
#include "unit/solver/universe.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stdexcept>
#include <tuple>

#include "axle/versions/version_specifiers.hpp"

namespace axle::solver {

Version version(std::string_view text) { return Version::parse(text).value(); }

VersionRange range(std::string_view specifiers) {
  return VersionRange::from(VersionSpecifiers::parse(specifiers).value());
}

Universe& Universe::add(const std::string& name, const std::string& number, const Needs& needs) {
  packages_[name][version(number)] = needs;
  return *this;
}

Universe& Universe::refuse(const std::string& name, const std::string& number,
                           const std::string& reason) {
  refused_[name][version(number)] = static_cast<ReasonId>(reasons_.size());
  reasons_.push_back(reason);
  return add(name, number);
}

PackageId Universe::id(const std::string& name) {
  const auto [place, is_new] = ids_.emplace(name, static_cast<PackageId>(names_.size()));
  if (is_new) names_.push_back(name);
  return place->second;
}

std::vector<Dependency> Universe::needs(const std::string& name, const std::string& number) {
  std::vector<Dependency> dependencies;
  for (const auto& [needed, specifiers] : packages_[name][version(number)])
    dependencies.push_back({id(needed), range(specifiers)});
  return dependencies;
}

Outcome Universe::run() {
  auto outcome = solve(*this, id("root"), version("0"));
  if (!outcome) throw std::runtime_error(outcome.error().message);
  return *std::move(outcome);
}

std::string Universe::solution() {
  const Outcome outcome = run();
  const auto* solved = std::get_if<Solution>(&outcome);
  if (!solved) return "no solution";
  std::map<std::string, std::string> chosen;
  for (const auto& [package, number] : solved->decisions)
    chosen[name(package)] = number.to_string();
  chosen.erase("root");
  std::vector<std::string> words;
  for (const auto& [package, number] : chosen) words.push_back(package + "=" + number);
  return fmt::format("{}", fmt::join(words, " "));
}

std::uint32_t Universe::tries() {
  const Outcome outcome = run();
  return std::get<Solution>(outcome).tries;
}

std::string Universe::proof() {
  const Outcome outcome = run();
  return report_text(std::get<Derivation>(outcome), *this);
}

Result<std::optional<Version>> Universe::choose_version(PackageId package,
                                                        const VersionRange& allowed) {
  const auto& versions = packages_[name(package)];
  for (auto candidate = versions.rbegin(); candidate != versions.rend(); ++candidate)
    if (allowed.contains(candidate->first)) return candidate->first;
  return std::optional<Version>{};
}

Result<Provider::Dependencies> Universe::dependencies_of(PackageId package, const Version& number) {
  const std::string from = name(package);
  if (const auto refused = refused_[from].find(number); refused != refused_[from].end())
    return Dependencies{refused->second};
  return Dependencies{needs(from, number.to_string())};
}

std::string Universe::words(PackageId package, const VersionRange& versions) const {
  if (versions == VersionRange::full()) return name(package);
  return name(package) + versions.to_string();
}

std::string Universe::fact(const Fact& fact) const {
  if (const auto* root = std::get_if<RootFact>(&fact))
    return fmt::format("{} is wanted", name(root->package));
  if (const auto* none = std::get_if<NoVersionsFact>(&fact))
    return fmt::format("there is no {}", words(none->package, none->versions));
  if (const auto* custom = std::get_if<CustomFact>(&fact))
    return fmt::format("{} {}", words(custom->package, custom->versions),
                       reasons_[index(custom->reason)]);
  const auto& need = std::get<DependencyFact>(fact);
  if (name(need.dependent) == "root") return "you need " + words(need.dependency, need.needed);
  return fmt::format("{} needs {}", words(need.dependent, need.versions),
                     words(need.dependency, need.needed));
}

std::string Universe::conclusion(std::span<const PackageTerm> terms) const {
  if (terms.empty() || name(terms.front().package) == "root") return "there is no way";
  std::vector<std::string> parts;
  for (const auto& [package, term] : terms)
    parts.push_back((term.is_positive() ? "" : "not ") + words(package, term.range()));
  if (parts.size() == 1) return parts.front() + " is out";
  const PackageTerm& first = terms.front();
  const PackageTerm& last = terms.back();
  if (parts.size() == 2 && first.term.is_positive() != last.term.is_positive()) {
    const auto& [from, to] =
        first.term.is_positive() ? std::tie(first, last) : std::tie(last, first);
    return fact(DependencyFact{from.package, from.term.range(), to.package, to.term.range()});
  }
  return fmt::format("{} cannot be together", fmt::join(parts, " and "));
}

}  // namespace axle::solver
