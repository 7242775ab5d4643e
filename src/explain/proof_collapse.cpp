// SPDX-License-Identifier: MIT
#include "explain/proof_collapse.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "explain/proof_builder.hpp"
#include "explain/shown_range.hpp"
#include "explain/unavailable_words.hpp"

namespace axle {

using namespace solver;

namespace {

const Term* term_of(const std::vector<PackageTerm>& terms, PackageId package) {
  const auto found = std::ranges::find(terms, package, &PackageTerm::package);
  return found == terms.end() ? nullptr : &found->term;
}

bool is_member(const SolverPackage& package, const PackageTable& packages,
               const std::set<PackageName>& members) {
  const bool is_of_kind = package.kind == PackageKind::package ||
                          package.kind == PackageKind::extra || package.kind == PackageKind::group;
  return is_of_kind && members.contains(packages.names[package.name]);
}

}  // namespace

Derivation drop_proxies(const Derivation& proof, const PackageTable& packages) {
  constexpr ProofPlace dropped = ~ProofPlace{0};
  const auto is_proxy = [&](const ProofBuilder& builder, ProofPlace place) {
    const auto* need = builder.fact<DependencyFact>(place);
    return need != nullptr && packages[need->dependent].is_proxy();
  };
  return rewrite_conclusions(proof, [&](ProofBuilder& builder, Conclusion step) -> ProofPlace {
    const bool first = step.first != dropped && !is_proxy(builder, step.first);
    const bool second = step.second != dropped && !is_proxy(builder, step.second);
    if (first && second) return builder.add(std::move(step));
    if (first) return step.first;
    return second ? step.second : dropped;
  });
}

Derivation shorten_markers(const Derivation& proof, PackageTable& packages,
                           const PythonBounds& python) {
  const auto shorten = [&](PackageId& id) {
    SolverPackage package = packages[id];
    if (package.kind == PackageKind::root || package.marker.is_always()) return;
    package.marker = package.marker.simplify_python(python);
    id = packages.id_of(package);
  };
  return rewrite_proof(
      proof,
      [&](ProofBuilder& builder, Fact fact) {
        if (auto* need = std::get_if<DependencyFact>(&fact)) {
          shorten(need->dependent);
          shorten(need->dependency);
        } else if (auto* missing = std::get_if<NoVersionsFact>(&fact)) {
          shorten(missing->package);
        } else if (auto* refused = std::get_if<CustomFact>(&fact)) {
          shorten(refused->package);
        }
        return builder.add(std::move(fact));
      },
      [&](ProofBuilder& builder, Conclusion step) {
        for (PackageTerm& part : step.terms) shorten(part.package);
        return builder.add(std::move(step));
      });
}

Derivation drop_member_versions(const Derivation& proof, const PackageTable& packages,
                                const std::set<PackageName>& members) {
  const auto is_dropped = [&](const ProofBuilder& builder, ProofPlace place) {
    const auto* missing = builder.fact<NoVersionsFact>(place);
    return missing != nullptr && is_member(packages[missing->package], packages, members);
  };
  return rewrite_conclusions(proof, [&](ProofBuilder& builder, Conclusion step) {
    if (is_dropped(builder, step.first)) return step.second;
    if (is_dropped(builder, step.second)) return step.first;
    return builder.add(std::move(step));
  });
}

Derivation drop_root_needs_project(const Derivation& proof, const PackageTable& packages,
                                   const PackageName& project) {
  const auto as_need = [&](ProofPlace place) -> const DependencyFact* {
    const auto* fact = std::get_if<Fact>(&proof.nodes[place]);
    return fact != nullptr ? std::get_if<DependencyFact>(fact) : nullptr;
  };
  const auto is_dropped = [&](const DependencyFact& need) {
    const SolverPackage& dependency = packages[need.dependency];
    return packages[need.dependent].kind == PackageKind::root && dependency.is_package() &&
           packages.names[dependency.name] == project;
  };
  // From the root down: a step with another dependency ends the strand of needs of the project, and
  // stays as it is.
  std::vector<bool> is_changed(proof.nodes.size(), false);
  std::vector<std::optional<ProofPlace>> replaced_by(proof.nodes.size());
  std::vector<ProofPlace> open{static_cast<ProofPlace>(proof.nodes.size() - 1)};
  while (!open.empty()) {
    const ProofPlace place = open.back();
    open.pop_back();
    const auto* step = std::get_if<Conclusion>(&proof.nodes[place]);
    if (step == nullptr || is_changed[place]) continue;
    const DependencyFact* first = as_need(step->first);
    const DependencyFact* need = first != nullptr ? first : as_need(step->second);
    if (need != nullptr && !is_dropped(*need)) continue;
    is_changed[place] = true;
    if (need != nullptr)
      replaced_by[place] = first != nullptr ? step->second : step->first;
    else
      open.push_back(step->first);
    open.push_back(replaced_by[place].value_or(step->second));
  }
  ProofBuilder builder;
  for (const DerivationNode& node : proof.nodes) builder.add(node);
  std::vector<ProofPlace> places(proof.nodes.size());
  for (ProofPlace place = 0; place < places.size(); ++place) {
    places[place] = place;
    if (!is_changed[place]) continue;
    if (replaced_by[place]) {
      places[place] = places[*replaced_by[place]];
      continue;
    }
    Conclusion step = std::get<Conclusion>(proof.nodes[place]);
    step.first = places[step.first];
    step.second = places[step.second];
    places[place] = builder.add(std::move(step));
  }
  return std::move(builder).finish(places.back());
}

namespace {

// `refusal` and a refusal in `step`, one of whose causes it is, as one; empty if there is none for
// the same reason.
std::optional<Conclusion> merged_into(ProofBuilder& builder, const CustomFact& refusal,
                                      Conclusion step, const UnavailableTable& reasons) {
  for (ProofPlace* cause : {&step.second, &step.first}) {
    const auto* other = builder.fact<CustomFact>(*cause);
    if (other == nullptr || other->package != refusal.package ||
        !is_same_reason(reasons, other->reason, refusal.reason))
      continue;
    CustomFact merged = *other;
    merged.versions = merged.versions.unite(refusal.versions);
    for (PackageTerm& part : step.terms)
      if (part.package == refusal.package && part.term.is_positive())
        part.term = Term::positive(merged.versions);
    *cause = builder.add(Fact{std::move(merged)});
    return step;
  }
  return std::nullopt;
}

// Two refusals of one package side by side: one fact if the reason is the same, else a conclusion
// that covers both.
std::optional<DerivationNode> merged_siblings(const ProofBuilder& builder, const Conclusion& step,
                                              const UnavailableTable& reasons) {
  const auto* first = builder.fact<CustomFact>(step.first);
  const auto* second = builder.fact<CustomFact>(step.second);
  if (first == nullptr || second == nullptr || first->package != second->package)
    return std::nullopt;
  if (step.terms.size() != 1 || step.terms.front().package != first->package) return std::nullopt;
  const Term& concluded = step.terms.front().term;
  if (!concluded.is_positive()) return std::nullopt;

  VersionRange both = first->versions.unite(second->versions);
  if (is_same_reason(reasons, first->reason, second->reason))
    return Fact{CustomFact{first->package, std::move(both), first->reason}};
  if (both.is_subset_of(concluded.range())) return std::nullopt;
  Conclusion wider = step;
  wider.terms.front().term = Term::positive(concluded.range().unite(both));
  return wider;
}

}  // namespace

Derivation merge_refusals(const Derivation& proof, const UnavailableTable& reasons) {
  return rewrite_conclusions(proof, [&](ProofBuilder& builder, Conclusion step) {
    const auto merge = [&](ProofPlace refused, ProofPlace other) -> std::optional<Conclusion> {
      const auto* refusal = builder.fact<CustomFact>(refused);
      const Conclusion* strand = builder.conclusion(other);
      if (refusal == nullptr || strand == nullptr) return std::nullopt;
      return merged_into(builder, CustomFact(*refusal), *strand, reasons);
    };
    std::optional<Conclusion> merged = merge(step.first, step.second);
    if (!merged) merged = merge(step.second, step.first);
    if (!merged) merged = std::move(step);
    if (auto one = merged_siblings(builder, *merged, reasons)) return builder.add(*std::move(one));
    return builder.add(*std::move(merged));
  });
}

namespace {

// Of "b needs a" and "a has no other versions", only the former, if what `need` says of its a is no
// wider than what b needs.
ProofPlace without_versions(const ProofBuilder& builder, ProofPlace place,
                            const DependencyFact& need) {
  const Conclusion* step = builder.conclusion(place);
  if (step == nullptr) return place;
  const auto is_redundant = [&](ProofPlace versions, ProofPlace dependency) {
    const auto* missing = builder.fact<NoVersionsFact>(versions);
    const auto* other = builder.fact<DependencyFact>(dependency);
    return missing != nullptr && other != nullptr && missing->package == other->dependency &&
           missing->package == need.dependent && need.versions.is_subset_of(other->needed);
  };
  if (is_redundant(step->first, step->second)) return step->second;
  if (is_redundant(step->second, step->first)) return step->first;
  return place;
}

}  // namespace

Derivation drop_versions_between_needs(const Derivation& proof) {
  return rewrite_conclusions(proof, [](ProofBuilder& builder, Conclusion step) {
    if (const auto* need = builder.fact<DependencyFact>(step.first))
      step.second = without_versions(builder, step.second, *need);
    else if (const auto* other = builder.fact<DependencyFact>(step.second))
      step.first = without_versions(builder, step.first, *other);
    return builder.add(std::move(step));
  });
}

Derivation drop_covered_versions(const Derivation& proof) {
  return rewrite_conclusions(proof, [](ProofBuilder& builder, Conclusion step) {
    const auto is_covered = [&](ProofPlace place, ProofPlace other) {
      const auto* missing = builder.fact<NoVersionsFact>(place);
      if (missing == nullptr) return false;
      const Conclusion* strand = builder.conclusion(other);
      const Term* term = term_of(strand != nullptr ? strand->terms : step.terms, missing->package);
      if (term == nullptr || !term->is_positive()) return false;
      const VersionRange left = missing->versions.complement();
      // "only a==1 is available" is worth saying.
      if (single_version(left)) return false;
      return term->range() == VersionRange::full() || term->range() == left;
    };
    if (is_covered(step.first, step.second)) return step.second;
    if (is_covered(step.second, step.first)) return step.first;
    return builder.add(std::move(step));
  });
}

Derivation merge_missing_versions(const Derivation& proof) {
  // Bottom-up, so that a merged fact can merge again further up in the same pass.
  return rewrite_conclusions(proof, [](ProofBuilder& builder, Conclusion step) {
    const auto* first = builder.fact<NoVersionsFact>(step.first);
    const auto* second = builder.fact<NoVersionsFact>(step.second);
    if (first != nullptr && second != nullptr && first->package == second->package) {
      const Term* term = term_of(step.terms, first->package);
      if (term != nullptr && term->is_positive() && first->versions.is_subset_of(term->range()) &&
          second->versions.is_subset_of(term->range()))
        return builder.add(Fact{NoVersionsFact{first->package, term->range()}});
    }
    return builder.add(std::move(step));
  });
}

}  // namespace axle
