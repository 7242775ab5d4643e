// SPDX-License-Identifier: MIT
#include "explain/proof_ranges.hpp"

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

// Changes every range in a fact or conclusion with `change(package, range)`.
template <class Change>
void change_ranges(Fact& fact, Change&& change) {
  if (auto* need = std::get_if<DependencyFact>(&fact)) {
    need->versions = change(need->dependent, need->versions);
    need->needed = change(need->dependency, need->needed);
  } else if (auto* missing = std::get_if<NoVersionsFact>(&fact)) {
    missing->versions = change(missing->package, missing->versions);
  } else if (auto* refused = std::get_if<CustomFact>(&fact)) {
    refused->versions = change(refused->package, refused->versions);
  }
}

template <class Change>
void change_ranges(Conclusion& step, Change&& change) {
  for (auto& [package, term] : step.terms) {
    VersionRange range = change(package, term.range());
    term = term.is_positive() ? Term::positive(std::move(range)) : Term::negative(std::move(range));
  }
}

// What a cause says about a package, in three degrees.

// That these versions cannot be used.
VersionRange ruled_out(const ProofBuilder& builder, ProofPlace place, PackageId package) {
  if (const Conclusion* step = builder.conclusion(place)) {
    const bool is_about_it = step->terms.size() == 1 && step->terms.front().package == package;
    if (is_about_it && step->terms.front().term.is_positive())
      return step->terms.front().term.range();
  } else if (const auto* refused = builder.fact<CustomFact>(place);
             refused != nullptr && refused->package == package) {
    return refused->versions;
  }
  return VersionRange::empty();
}

// Anything about these versions.
VersionRange reported(const ProofBuilder& builder, ProofPlace place, PackageId package) {
  if (const Conclusion* step = builder.conclusion(place)) {
    for (const PackageTerm& part : step->terms)
      if (part.package == package && part.term.is_positive()) return part.term.range();
  } else if (const auto* refused = builder.fact<CustomFact>(place);
             refused != nullptr && refused->package == package) {
    return refused->versions;
  } else if (const auto* missing = builder.fact<NoVersionsFact>(place);
             missing != nullptr && missing->package == package) {
    return missing->versions;
  } else if (const auto* need = builder.fact<DependencyFact>(place);
             need != nullptr && need->dependent == package) {
    return need->versions;
  }
  return VersionRange::empty();
}

// That one of these versions is needed.
VersionRange required(const ProofBuilder& builder, ProofPlace place, PackageId package) {
  if (const Conclusion* step = builder.conclusion(place)) {
    for (const PackageTerm& part : step->terms)
      if (part.package == package && !part.term.is_positive()) return part.term.range();
  } else if (const auto* need = builder.fact<DependencyFact>(place);
             need != nullptr && need->dependency == package) {
    return need->needed;
  }
  return VersionRange::empty();
}

template <class Said>
VersionRange by_either(Said&& said, const ProofBuilder& builder, const Conclusion& step,
                       PackageId package) {
  return said(builder, step.first, package).unite(said(builder, step.second, package));
}

}  // namespace

Derivation drop_local_marks(const Derivation& proof) {
  constexpr ProofPlace dropped = ~ProofPlace{0};
  const auto strip = [](PackageId, const VersionRange& range) {
    return without_local_marks(range);
  };
  return rewrite_proof(
      proof,
      [&](ProofBuilder& builder, Fact fact) -> ProofPlace {
        if (const auto* missing = std::get_if<NoVersionsFact>(&fact))
          if (is_local_rest(missing->versions)) return dropped;
        change_ranges(fact, strip);
        return builder.add(std::move(fact));
      },
      [&](ProofBuilder& builder, Conclusion step) -> ProofPlace {
        if (step.first == dropped) return step.second;
        if (step.second == dropped) return step.first;
        change_ranges(step, strip);
        return builder.add(std::move(step));
      });
}

// -- Narrowing.

namespace {

class Narrowing {
 public:
  Narrowing(const PackageTable& packages, const UnavailableTable& reasons,
            const KnownVersions& known)
      : packages_(packages), reasons_(reasons), known_(known) {}

  Fact operator()(Fact fact) const {
    if (auto* need = std::get_if<DependencyFact>(&fact)) {
      const PackageKind kind = packages_[need->dependency].kind;
      // That a version needs another Python is a refusal as well.
      const bool is_refusal =
          kind == PackageKind::target_python || kind == PackageKind::installed_python;
      need->versions = is_refusal ? refusal(need->dependent, need->versions)
                                  : narrow(need->dependent, need->versions);
    } else if (auto* refused = std::get_if<CustomFact>(&fact)) {
      refused->versions = concerns_whole_package(reasons_[index(refused->reason)])
                              ? narrow(refused->package, refused->versions)
                              : refusal(refused->package, refused->versions);
    }
    return fact;
  }

  VersionRange conclusion(const ProofBuilder& builder, const Conclusion& step, PackageId package,
                          const VersionRange& range) const {
    const std::span<const Version> versions = listed(package);
    if (versions.size() == 1 && range.contains(versions.front())) {
      // Of the only version there is: said so, if the causes do.
      VersionRange single = VersionRange::singleton(versions.front());
      if (by_either(reported, builder, step, package) == single) return single;
    }
    return narrow(package, range);
  }

 private:
  std::span<const Version> listed(PackageId package) const { return known_(packages_[package]); }

  VersionRange narrow(PackageId package, const VersionRange& range) const {
    const std::span<const Version> versions = listed(package);
    return versions.empty() ? range : narrowed_to(range, versions);
  }

  // Refusing some versions says nothing about such as may be published one day.
  VersionRange refusal(PackageId package, const VersionRange& range) const {
    const std::span<const Version> versions = listed(package);
    if (versions.empty()) return range;
    if (versions.size() == 1 && range.contains(versions.front()))
      return VersionRange::singleton(versions.front());
    VersionRange narrowed = narrowed_to(range, versions);
    if (narrowed == VersionRange::full()) return narrowed;
    VersionRange within = clamped_to(narrowed, versions);
    return within.is_empty() ? narrowed : within;
  }

  const PackageTable& packages_;
  const UnavailableTable& reasons_;
  const KnownVersions& known_;
};

}  // namespace

Derivation narrow_ranges(const Derivation& proof, const PackageTable& packages,
                         const UnavailableTable& reasons, const KnownVersions& known) {
  const Narrowing narrowing(packages, reasons, known);
  return rewrite_proof(
      proof, [&](ProofBuilder& builder, const Fact& fact) { return builder.add(narrowing(fact)); },
      [&](ProofBuilder& builder, Conclusion step) {
        for (auto& [package, term] : step.terms)
          if (term.is_positive())  // what is required stays as it was written
            term = Term::positive(narrowing.conclusion(builder, step, package, term.range()));
        return builder.add(std::move(step));
      });
}

// -- Simplifying.

Derivation simplify_ranges(const Derivation& proof, const PackageTable& packages,
                           const KnownVersions& known,
                           const AllowsPrereleases& allows_prereleases) {
  const auto simplify = [&](PackageId id, const VersionRange& range) {
    const std::span<const Version> versions = known(packages[id]);
    if (versions.empty() || range == VersionRange::full()) return range;
    if (versions.size() == 1 && range.contains(versions.front()))
      return VersionRange::singleton(versions.front());
    if (allows_prereleases(packages[id]) || has_prerelease_bound(range))
      return simplified_for(range, versions);
    std::vector<Version> stable;
    for (const Version& version : versions)
      if (!version.is_prerelease()) stable.push_back(version);
    return simplified_for(range, stable);
  };
  return rewrite_proof(
      proof,
      [&](ProofBuilder& builder, Fact fact) {
        change_ranges(fact, simplify);
        return builder.add(std::move(fact));
      },
      [&](ProofBuilder& builder, Conclusion step) {
        change_ranges(step, simplify);
        return builder.add(std::move(step));
      });
}

// -- Restating.

namespace {

struct Unlisted {
  PackageId package;
  VersionRange versions;
};

// The packages that a cause says anything about.
std::vector<PackageId> packages_of(const ProofBuilder& builder, ProofPlace place) {
  std::vector<PackageId> packages;
  if (const Conclusion* step = builder.conclusion(place)) {
    for (const PackageTerm& part : step->terms) packages.push_back(part.package);
  } else if (const auto* refused = builder.fact<CustomFact>(place)) {
    packages = {refused->package};
  } else if (const auto* missing = builder.fact<NoVersionsFact>(place)) {
    packages = {missing->package};
  } else if (const auto* need = builder.fact<DependencyFact>(place)) {
    packages = {need->dependent, need->dependency};
  }
  return packages;
}

// The versions that a step rules out without a cause that speaks of them, if none of them exists.
std::optional<Unlisted> unlisted_in(const ProofBuilder& builder, const Conclusion& step,
                                    const PackageTable& packages, const KnownVersions& known) {
  const auto check = [&](PackageId package, const VersionRange& covered,
                         const VersionRange& told) -> std::optional<Unlisted> {
    if (told.is_empty()) return std::nullopt;
    VersionRange rest = covered.intersect(told.complement());
    const std::span<const Version> versions = known(packages[package]);
    if (rest.is_empty() || versions.empty()) return std::nullopt;
    const bool exists =
        std::ranges::any_of(versions, [&](const Version& v) { return rest.contains(v); });
    if (exists) return std::nullopt;
    return Unlisted{package, std::move(rest)};
  };
  if (step.terms.size() == 1 && step.terms.front().term.is_positive()) {
    const PackageTerm& concluded = step.terms.front();
    if (auto found = check(concluded.package, concluded.term.range(),
                           by_either(reported, builder, step, concluded.package)))
      return found;
  }
  // A package that the step drops: what is needed of it must have been ruled out.
  for (const ProofPlace cause : {step.first, step.second}) {
    for (const PackageId package : packages_of(builder, cause)) {
      if (std::ranges::find(step.terms, package, &PackageTerm::package) != step.terms.end())
        continue;
      if (auto found = check(package, by_either(required, builder, step, package),
                             by_either(ruled_out, builder, step, package)))
        return found;
    }
  }
  return std::nullopt;
}

bool starts_lower(const VersionRange& first, const VersionRange& second) {
  const std::vector<ShownSegment> left = shown_segments(first);
  const std::vector<ShownSegment> right = shown_segments(second);
  if (left.empty() || right.empty()) return !left.empty();
  return left.front().lower <= right.front().lower;  // no bound is lowest
}

// A conclusion of its own, which no other shares: its number must not be one that is in use.
constexpr std::uint32_t unshared = ~std::uint32_t{0};

ProofPlace restate(ProofBuilder& builder, Conclusion step, const Unlisted& unlisted) {
  const auto& [package, versions] = unlisted;
  const ProofPlace statement = builder.add(Fact{NoVersionsFact{package, versions}});
  const VersionRange first = ruled_out(builder, step.first, package);
  const VersionRange second = ruled_out(builder, step.second, package);
  if (first.is_empty() && second.is_empty()) {
    // No cause rules anything out; the step itself does, and the statement completes it.
    Conclusion inner = step;
    inner.id = unshared;
    inner.is_shared = false;
    inner.terms = {{package, Term::positive(by_either(reported, builder, step, package))}};
    const auto concluded = std::ranges::find(step.terms, package, &PackageTerm::package);
    const Term whole = concluded != step.terms.end() ? concluded->term : Term::positive(versions);
    step.terms = {{package, whole}};
    step.first = builder.add(std::move(inner));
    step.second = statement;
    return builder.add(std::move(step));
  }
  const bool is_first = starts_lower(first, second);
  ProofPlace& carrier = is_first ? step.first : step.second;
  Conclusion carried{{{package, Term::positive((is_first ? first : second).unite(versions))}},
                     unshared,
                     false,
                     carrier,
                     statement};
  carrier = builder.add(std::move(carried));
  return builder.add(std::move(step));
}

}  // namespace

Derivation restate_missing_versions(const Derivation& proof, const PackageTable& packages,
                                    const KnownVersions& known) {
  return rewrite_conclusions(proof, [&](ProofBuilder& builder, Conclusion step) {
    const std::optional<Unlisted> unlisted = unlisted_in(builder, step, packages, known);
    return unlisted ? restate(builder, std::move(step), *unlisted) : builder.add(std::move(step));
  });
}

}  // namespace axle
