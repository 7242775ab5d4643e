// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "explain/explain.hpp"

namespace axle {

Version version(std::string_view text);

/// A project and an index of some lines that cannot be resolved, and the resolver's way to find
/// that out.
class ExplainWorld {
 public:
  using Needs =
      std::vector<std::pair<std::string, std::string>>;  // name or `name; marker`, specifiers

  ExplainWorld();

  /// What is asked for: by the only project, or without any project.
  ExplainWorld& project(const Needs& needs);
  ExplainWorld& requirements(const Needs& needs);
  ExplainWorld& add(const std::string& name, const std::string& version, const Needs& needs = {});
  ExplainWorld& refuse(const std::string& name, const std::string& version, Unavailable reason);
  /// A version that needs another Python than the one installed.
  ExplainWorld& needs_python(const std::string& name, const std::string& version,
                             const std::string& specifiers);
  ExplainWorld& missing(const std::string& name, Unavailable reason = NotFoundAnywhere{});
  ExplainWorld& wheel(const std::string& name, const std::string& version, Tag tag);

  Explanation explanation();
  std::string proof() { return explanation().proof; }
  std::vector<std::string> hints() { return explanation().hints; }

  ExplainedPackage& known(const std::string& name) { return known_[name_id(name)]; }

  ResolveInput input;
  std::string split;
  const MarkerEnvironment* machine = nullptr;
  Marker fork_marker = Marker::always();
  std::function<bool(NameId, const IndexDefinition&)> is_on_explicit_index;

 private:
  struct Release {
    Needs needs;
    std::optional<solver::ReasonId> refused;
    std::string python;  // specifiers, if it needs another one
    std::vector<WheelFilename> wheels;
  };

  NameId name_id(const std::string& name);
  solver::PackageId id(const std::string& name_and_marker);
  solver::ReasonId reason(Unavailable reason);

  friend class ExplainSearch;

  PackageTable packages_;
  UnavailableTable reasons_;
  std::map<NameId, std::map<Version, Release>> releases_;
  std::map<NameId, solver::ReasonId> missing_;
  std::map<NameId, ExplainedPackage> known_;
  Needs requirements_;
};

}  // namespace axle
