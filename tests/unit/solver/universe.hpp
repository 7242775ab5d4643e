// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "solver/failure_report.hpp"
#include "solver/solve.hpp"

namespace axle::solver {

Version version(std::string_view text);
/// "" is all versions, else specifiers: ">=1,<3".
VersionRange range(std::string_view specifiers);

/// A package index of some lines, and words for proofs about it. The root is `root` 0.
class Universe : public Provider, public ReportFormatter {
 public:
  using Needs = std::vector<std::pair<std::string, std::string>>;  // name, specifiers

  Universe& add(const std::string& name, const std::string& version, const Needs& needs = {});
  Universe& refuse(const std::string& name, const std::string& version, const std::string& reason);
  Universe& root(const Needs& needs) { return add("root", "0", needs); }

  PackageId id(const std::string& name);
  const std::string& name(PackageId package) const { return names_[index(package)]; }
  std::vector<Dependency> needs(const std::string& name, const std::string& version);

  /// "a=1 b=2", by name and without the root; or "no solution".
  std::string solution();
  std::uint32_t tries();
  std::string proof();  ///< of having no solution

  // Highest version first; packages in the order they were heard of.
  Priority priority(PackageId, const VersionRange&, std::uint32_t) override { return 0; }
  Result<std::optional<Version>> choose_version(PackageId package,
                                                const VersionRange& allowed) override;
  Result<Dependencies> dependencies_of(PackageId package, const Version& version) override;

  std::string fact(const Fact& fact) const override;
  std::string conclusion(std::span<const PackageTerm> terms) const override;

  const std::map<std::string, std::map<Version, Needs>>& packages() const { return packages_; }
  Outcome run();

 private:
  std::string words(PackageId package, const VersionRange& versions) const;

  std::vector<std::string> names_;
  std::map<std::string, PackageId> ids_;
  std::map<std::string, std::map<Version, Needs>> packages_;
  std::map<std::string, std::map<Version, ReasonId>> refused_;
  std::vector<std::string> reasons_;
};

}  // namespace axle::solver
