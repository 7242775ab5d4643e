// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "explain/explain.hpp"
#include "explain/range_words.hpp"
#include "explain/wheel_fit.hpp"
#include "solver/failure_report.hpp"

namespace axle {

/// Says the facts and conclusions of a proof about Python packages, in uv's words. `facts` outlives
/// it.
class ProofWords : public solver::ReportFormatter {
 public:
  explicit ProofWords(const ExplainFacts& facts) : facts_(facts) {}

  std::string fact(const solver::Fact& fact) const override;
  std::string both(const solver::Fact& first, const solver::Fact& second) const override;
  std::string conclusion(std::span<const solver::PackageTerm> terms) const override;

 private:
  std::string missing(const solver::NoVersionsFact& fact) const;
  std::string refused(const solver::CustomFact& fact) const;
  std::string needs(const solver::DependencyFact& fact) const;
  std::string term(const solver::PackageTerm& part) const;
  std::string versions(RangeUse use, solver::PackageId package, const VersionRange& range) const;
  bool is_plural(solver::PackageId package, const VersionRange& range) const;
  WheelMisfit misfit(const solver::CustomFact& fact) const;

  const SolverPackage& package(solver::PackageId id) const { return facts_.packages[id]; }
  std::string name(solver::PackageId id) const;
  bool is_root(solver::PackageId id) const { return package(id).kind == PackageKind::root; }
  bool is_the_project(solver::PackageId id) const;  // the only member of the workspace
  std::string member(
      solver::PackageId id) const;      // how to call a member of the workspace; empty for others
  std::string root_needs() const;       // "your project requires"
  std::string root_needs_noun() const;  // "your project's requirements"
  const ExplainedPackage* known(solver::PackageId id) const;
  bool has_one_member() const { return facts_.input.members.size() == 1; }

  const ExplainFacts& facts_;
};

}  // namespace axle
