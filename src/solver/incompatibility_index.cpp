// SPDX-License-Identifier: MIT
#include "solver/incompatibility_index.hpp"

#include <algorithm>

namespace axle::solver {

IncompatibilityIndex::Record& IncompatibilityIndex::record_of(PackageId package) {
  if (index(package) >= records_.size()) records_.resize(index(package) + 1);
  return records_[index(package)].write();
}

void IncompatibilityIndex::insert(const IncompatibilityStore& store, IncompatibilityId id) {
  const Incompatibility& added = store[id];
  for (const PackageTerm& part : added.terms()) record_of(part.package).all.push_back(id);
  if (const FromDependency* dependency = added.dependency())
    record_of(dependency->dependent).dependencies[dependency->dependency].push_back(id);
}

std::optional<IncompatibilityId> IncompatibilityIndex::mergeable(
    const IncompatibilityStore& store, const Incompatibility& added) const {
  const FromDependency* wanted = added.dependency();
  if (!wanted || wanted->dependent == wanted->dependency) return std::nullopt;
  if (index(wanted->dependent) >= records_.size()) return std::nullopt;
  const auto& dependencies = records_[index(wanted->dependent)]->dependencies;
  const auto bucket = dependencies.find(wanted->dependency);
  if (bucket == dependencies.end()) return std::nullopt;
  // At most one can match, as two that match each other were merged before.
  for (const IncompatibilityId id : bucket->second)
    if (store[id].dependency()->needed == wanted->needed) return id;
  return std::nullopt;
}

void IncompatibilityIndex::erase(const IncompatibilityStore& store, IncompatibilityId id) {
  const Incompatibility& gone = store[id];
  for (const PackageTerm& part : gone.terms()) std::erase(record_of(part.package).all, id);
  if (const FromDependency* dependency = gone.dependency())
    std::erase(record_of(dependency->dependent).dependencies[dependency->dependency], id);
}

std::span<const IncompatibilityId> IncompatibilityIndex::of(PackageId package) const {
  if (index(package) >= records_.size()) return {};
  return records_[index(package)]->all;
}

}  // namespace axle::solver
