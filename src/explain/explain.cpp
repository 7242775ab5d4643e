// SPDX-License-Identifier: MIT
#include "explain/explain.hpp"

#include <algorithm>
#include <memory>
#include <span>
#include <utility>

#include "explain/hints.hpp"
#include "explain/proof_collapse.hpp"
#include "explain/proof_ranges.hpp"
#include "explain/proof_words.hpp"
#include "solver/failure_report.hpp"

namespace axle {
namespace {

solver::Derivation shortened(const solver::Derivation& proof, const ExplainFacts& facts) {
  const PackageTable& packages = facts.packages;
  const std::set<PackageName>& members = facts.input.members;
  const auto find = [&](const SolverPackage& package) -> const ExplainedPackage* {
    const auto found = package.has_name() ? facts.known.find(package.name) : facts.known.end();
    return found == facts.known.end() ? nullptr : &found->second;
  };
  const KnownVersions known = [&](const SolverPackage& package) -> std::span<const Version> {
    const ExplainedPackage* listed = find(package);
    return listed != nullptr ? std::span<const Version>(listed->versions)
                             : std::span<const Version>();
  };
  const AllowsPrereleases allows_prereleases = [&](const SolverPackage& package) {
    const ExplainedPackage* listed = find(package);
    return listed == nullptr || listed->allows_prereleases;
  };

  solver::Derivation shorter = drop_local_marks(drop_proxies(proof, packages));
  shorter = narrow_ranges(shorter, packages, facts.reasons, known);
  shorter = shorten_markers(shorter, facts.packages, facts.input.requires_python.bounds());
  shorter = drop_member_versions(shorter, packages, members);
  if (members.size() == 1) shorter = drop_root_needs_project(shorter, packages, *members.begin());
  shorter = merge_refusals(shorter, facts.reasons);
  shorter = drop_versions_between_needs(shorter);
  shorter = simplify_ranges(shorter, packages, known, allows_prereleases);
  // These compare ranges as they will be shown.
  shorter = restate_missing_versions(shorter, packages, known);
  shorter = drop_covered_versions(shorter);
  return merge_missing_versions(shorter);
}

}  // namespace

Explanation explain(const solver::Derivation& proof, const ExplainFacts& facts) {
  const solver::Derivation shorter = shortened(proof, facts);
  Explanation explanation;
  explanation.message = "No solution found when resolving dependencies";
  if (!facts.split.empty()) explanation.message += " for " + facts.split;
  explanation.proof = solver::report_text(shorter, ProofWords(facts));
  explanation.hints = hints_for(shorter, facts);
  explanation.was_refused = std::ranges::any_of(facts.known, [](const auto& known) {
    return known.second.versions.empty() &&
           std::ranges::any_of(known.second.absences, [](const IndexAbsence& absence) {
             return absence.reason == IndexAbsence::Reason::unauthorized ||
                    absence.reason == IndexAbsence::Reason::forbidden;
           });
  });
  return explanation;
}

Error Explanation::to_error() const {
  Error cause{ErrorKind::no_solution, proof, {}, nullptr, {}, {}, {}};
  Error error{was_refused ? ErrorKind::credentials : ErrorKind::no_solution,
              message,
              hints,
              nullptr,
              was_refused ? ErrorCode::auth : ErrorCode::none,
              {},
              {}};
  if (was_refused)
    error.hints.emplace_back(
        "give a login in the index's URL, with `UV_INDEX_<NAME>_USERNAME` and "
        "`UV_INDEX_<NAME>_PASSWORD`, or in a netrc file");
  error.cause = std::make_shared<const Error>(std::move(cause));
  return error;
}

}  // namespace axle
