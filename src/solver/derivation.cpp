// SPDX-License-Identifier: MIT
#include "solver/derivation.hpp"

#include <map>
#include <utility>

namespace axle::solver {
namespace {

template <class... Ts>
struct overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
overloaded(Ts...) -> overloaded<Ts...>;

// The whole ancestry of `id`, and which conclusions in it serve more than one other.
std::map<IncompatibilityId, bool> ancestry(const IncompatibilityStore& store,
                                           IncompatibilityId id) {
  std::map<IncompatibilityId, bool> is_shared;
  std::vector<IncompatibilityId> open{id};
  while (!open.empty()) {
    const IncompatibilityId next = open.back();
    open.pop_back();
    const auto [place, is_new] = is_shared.emplace(next, false);
    const DerivedFrom* causes = store[next].derived();
    if (!is_new) place->second = causes != nullptr;
    if (is_new && causes) {
      open.push_back(causes->first);
      open.push_back(causes->second);
    }
  }
  return is_shared;
}

Fact fact_of(const Incompatibility& incompatibility) {
  const PackageTerm& said = incompatibility.terms().front();
  return std::visit(
      overloaded{
          [&](const NotRoot& root) -> Fact { return RootFact{said.package, root.version}; },
          [&](const NoVersions&) -> Fact {
            return NoVersionsFact{said.package, said.term.range()};
          },
          [&](const FromDependency& need) -> Fact {
            return DependencyFact{need.dependent, need.versions.range(), need.dependency,
                                  need.needed.range()};
          },
          [&](const Custom& custom) -> Fact {
            return CustomFact{said.package, said.term.range(), custom.reason};
          },
          [](const DerivedFrom&) -> Fact { std::unreachable(); },
      },
      incompatibility.cause());
}

}  // namespace

Derivation derive(const IncompatibilityStore& store, IncompatibilityId id) {
  Derivation derivation;
  std::map<IncompatibilityId, std::uint32_t> place;
  // Causes have smaller numbers, so they come first here as well.
  for (const auto& [next, is_shared] : ancestry(store, id)) {
    place[next] = static_cast<std::uint32_t>(derivation.nodes.size());
    const Incompatibility& incompatibility = store[next];
    if (const DerivedFrom* causes = incompatibility.derived()) {
      derivation.nodes.emplace_back(
          Conclusion{{incompatibility.terms().begin(), incompatibility.terms().end()},
                     index(next),
                     is_shared,
                     place.at(causes->first),
                     place.at(causes->second)});
    } else {
      derivation.nodes.emplace_back(fact_of(incompatibility));
    }
  }
  return derivation;
}

}  // namespace axle::solver
