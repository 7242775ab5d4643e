// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "solver/copy_on_write.hpp"
#include "solver/incompatibility_store.hpp"

namespace axle::solver {

/// Which incompatibilities of a store are live in one state, by the packages they speak of. Copies
/// share the records of all packages that none of them changed since.
class IncompatibilityIndex {
 public:
  /// Makes `id` live, as the newest of each of its packages. Requires: `id` does not merge with a
  /// live dependency.
  void insert(const IncompatibilityStore& store, IncompatibilityId id);

  /// The live dependency that says the same of other versions of the same package, if there is one.
  std::optional<IncompatibilityId> mergeable(const IncompatibilityStore& store,
                                             const Incompatibility& added) const;

  void erase(const IncompatibilityStore& store, IncompatibilityId id);

  /// Oldest first.
  std::span<const IncompatibilityId> of(PackageId package) const;

 private:
  struct Record {
    std::vector<IncompatibilityId> all;
    std::map<PackageId, std::vector<IncompatibilityId>>
        dependencies;  // of this package, by what they need
  };

  Record& record_of(PackageId package);

  std::vector<CopyOnWrite<Record>> records_;  // by package
};

}  // namespace axle::solver
