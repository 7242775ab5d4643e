// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "solver/derivation.hpp"

namespace axle {

/// Where a node stands in a proof.
using ProofPlace = std::uint32_t;

/// Makes a proof node by node; causes first.
class ProofBuilder {
 public:
  /// Null if the node is of another kind. The pointer is good until the next `add`.
  template <class Kind>
  const Kind* fact(ProofPlace place) const {
    const auto* fact = std::get_if<solver::Fact>(&nodes_[place]);
    return fact != nullptr ? std::get_if<Kind>(fact) : nullptr;
  }
  const solver::Conclusion* conclusion(ProofPlace place) const {
    return std::get_if<solver::Conclusion>(&nodes_[place]);
  }

  ProofPlace add(solver::DerivationNode node) {
    nodes_.push_back(std::move(node));
    return static_cast<ProofPlace>(nodes_.size() - 1);
  }

  /// The proof of `place`, or of the last node if there is no such place. Nodes that it does not
  /// use may remain.
  solver::Derivation finish(ProofPlace place) && {
    if (place < nodes_.size()) nodes_.erase(nodes_.begin() + place + 1, nodes_.end());
    return {std::move(nodes_)};
  }

 private:
  std::vector<solver::DerivationNode> nodes_;
};

/// Rebuilds `proof` from its facts up. `on_fact(builder, fact)` and `on_conclusion(builder,
/// conclusion)` give the place of what replaces the node; in `conclusion`, first and second are the
/// places of what replaced its causes already.
template <class OnFact, class OnConclusion>
solver::Derivation rewrite_proof(const solver::Derivation& proof, OnFact&& on_fact,
                                 OnConclusion&& on_conclusion) {
  ProofBuilder builder;
  std::vector<ProofPlace> places;
  for (const solver::DerivationNode& node : proof.nodes) {
    if (const auto* fact = std::get_if<solver::Fact>(&node)) {
      places.push_back(on_fact(builder, *fact));
      continue;
    }
    solver::Conclusion conclusion = std::get<solver::Conclusion>(node);
    conclusion.first = places[conclusion.first];
    conclusion.second = places[conclusion.second];
    places.push_back(on_conclusion(builder, std::move(conclusion)));
  }
  return std::move(builder).finish(places.back());
}

/// The same for steps that leave all facts as they are.
template <class OnConclusion>
solver::Derivation rewrite_conclusions(const solver::Derivation& proof,
                                       OnConclusion&& on_conclusion) {
  const auto keep = [](ProofBuilder& builder, const solver::Fact& fact) {
    return builder.add(fact);
  };
  return rewrite_proof(proof, keep, on_conclusion);
}

}  // namespace axle
