// SPDX-License-Identifier: MIT
#include "resolve/finished_fork.hpp"

#include <unordered_map>

namespace axle {
namespace {

class Reader {
 public:
  Reader(const ForkState& state, const PackageTable& table) : state_(state), table_(table) {
    for (solver::Decision& decision : state.solver.decisions())
      versions_.emplace(index(decision.package), std::move(decision.version));
  }

  FinishedFork read() {
    for (const auto& [place, version] : versions_) {
      const solver::PackageId id{place};
      const SolverPackage& package = table_[id];
      if (package.kind == PackageKind::root) read_edges(id, DecidedNode{}, version);
      if (!package.is_package()) continue;
      DecidedNode node = make_node(package.name, package.extra, package.group, version);
      read_edges(id, node, version);
      if (package.marker.is_always()) fork_.nodes.push_back(std::move(node));
    }
    fork_.environment = state_.environment;
    return std::move(fork_);
  }

 private:
  DecidedNode make_node(NameId name, ExtraId extra, GroupId group, const Version& version) const {
    DecidedNode node{name, extra, group, version, state_.source(name), std::nullopt};
    if (node.source == no_source)
      if (const Pin* pin = state_.pin(name, version)) node.pin = *pin;
    return node;
  }

  void read_edges(solver::PackageId id, const DecidedNode& from, const Version& version) {
    for (const solver::IncompatibilityId which : state_.solver.incompatibilities_of(id)) {
      const solver::FromDependency* cause = state_.solver[which].dependency();
      if (cause == nullptr || cause->dependent != id || !cause->versions.range().contains(version))
        continue;
      const auto decided = versions_.find(index(cause->dependency));
      if (decided == versions_.end() || !cause->needed.range().contains(decided->second)) continue;
      add_edge(from, table_[cause->dependency], decided->second);
    }
  }

  void add_edge(const DecidedNode& from, const SolverPackage& to, const Version& version) {
    if (!to.has_name()) return;
    const auto add = [&](ExtraId extra, GroupId group) {
      fork_.edges.push_back({from, make_node(to.name, extra, group, version), to.marker});
    };
    // A package that needs itself says nothing; its groups may need it, and one another.
    const bool is_itself = from.group == no_name && from.name == to.name;
    switch (to.kind) {
      case PackageKind::package:
        if (!is_itself) add(to.extra, to.group);
        break;
      case PackageKind::marker:
        if (!is_itself) add(no_name, no_name);
        break;
      case PackageKind::extra:
        add(to.extra, no_name);
        add(no_name, no_name);
        break;
      case PackageKind::group:
        add(no_name, to.group);
        break;
      default:
        break;
    }
  }

  const ForkState& state_;
  const PackageTable& table_;
  std::unordered_map<std::uint32_t, Version> versions_;
  FinishedFork fork_;
};

}  // namespace

FinishedFork read_solution(const ForkState& state, const PackageTable& table) {
  return Reader(state, table).read();
}

}  // namespace axle
