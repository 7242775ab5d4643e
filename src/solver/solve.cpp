// SPDX-License-Identifier: MIT
#include "solver/solve.hpp"

#include <map>
#include <set>
#include <utility>

#include "base/try.hpp"

namespace axle::solver {
namespace {

class Solver {
 public:
  Solver(Provider& provider, PackageId root, const Version& root_version)
      : provider_(provider), state_(root, root_version), next_(root) {}

  Result<Outcome> run() {
    for (;;) {
      const auto conflicts = state_.propagate(next_);
      if (!conflicts) return state_.derivation(conflicts.error().proof);
      for (const Conflict& conflict : *conflicts) count(conflict.incompatibility);

      const std::optional<PackageId> picked =
          state_.pick([this](PackageId package, const VersionRange& allowed) {
            return provider_.priority(package, allowed, conflicts_[package]);
          });
      if (!picked) return Solution{state_.decisions(), tries_};
      next_ = *picked;
      TRY_OK(try_next());
    }
  }

 private:
  Result<void> try_next() {
    const VersionRange allowed = *state_.allowed(next_);
    TRY(const std::optional<Version> version, provider_.choose_version(next_, allowed));
    if (!version) {
      state_.add_no_versions(next_, allowed);
      return {};
    }
    ++tries_;
    if (added_[next_].contains(*version)) {
      state_.decide(next_, *version);
      return {};
    }
    TRY(const auto dependencies, provider_.dependencies_of(next_, *version));
    const VersionRange exactly = VersionRange::singleton(*version);
    if (const ReasonId* reason = std::get_if<ReasonId>(&dependencies)) {
      state_.add_custom(next_, exactly, *reason);
      return {};
    }
    added_[next_].insert(*version);
    const auto violated = state_.add_dependencies(next_, *version, exactly,
                                                  std::get<std::vector<Dependency>>(dependencies));
    if (violated) count(*violated);
    return {};
  }

  void count(IncompatibilityId id) {
    for (const PackageTerm& part : state_[id].terms()) ++conflicts_[part.package];
  }

  Provider& provider_;
  State state_;
  PackageId next_;
  std::map<PackageId, std::uint32_t> conflicts_;
  std::map<PackageId, std::set<Version>> added_;  // versions whose dependencies the state has
  std::uint32_t tries_ = 0;
};

}  // namespace

Result<Outcome> solve(Provider& provider, PackageId root, const Version& root_version) {
  return Solver(provider, root, root_version).run();
}

}  // namespace axle::solver
