// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/index/registry.hpp"
#include "axle/lock/lock.hpp"
#include "axle/python/interpreter.hpp"
#include "axle/resolve/resolve.hpp"
#include "lock/arms.hpp"
#include "locking/arm_pages.hpp"
#include "locking/arm_setup.hpp"
#include "locking/locking.hpp"

namespace axle {

/// Releases (versions without local parts) that packages are held to.
using HeldReleases = std::map<PackageName, Version>;

/// What all accelerators of one lock have in common.
struct ArmContext {
  const LockRequest& request;
  const ArmSetup& setup;
  const Interpreter& interpreter;
  const RequiresPython& requires_python;
  const IndexSet& indexes;  ///< those of the settings and of every accelerator
  Registry& registry;
  DirectReader& direct;
  Services& services;
};

/// The project as it would be with one accelerator alone: what only that asks for is asked for by
/// its host, and its platforms are the environments.
Project project_of_arm(const Project& project, const Arm& arm, const PackageName& host,
                       const std::vector<std::string>& platforms);

/// Locks one accelerator, as if the project had no other: every package of the family comes from
/// its index on platforms for which the index has the release, from the ordinary indexes elsewhere.
class ArmSolver {
 public:
  ArmSolver(const ArmContext& context, const Arm& arm, ArmPages pages);

  /// Resolves with these releases held; a later call forgets the earlier answer. False if that has
  /// no solution: `refusal` says why. Errors: everything else that resolve() fails with.
  Result<bool> solve(const HeldReleases& held);

  /// Solves again for the platforms for which the index has the chosen torch, if these are fewer.
  Result<bool> narrow();

  /// The release of a package that came from the accelerator's index, the newest if the platforms
  /// differ. None if none did.
  std::optional<Version> release(const PackageName& name) const;
  /// What it was last held to.
  const HeldReleases& held() const { return held_; }
  const Arm& arm() const { return arm_; }
  const ArmPages& pages() const { return pages_; }
  const std::vector<std::string>& platforms() const { return platforms_; }
  const Resolution& resolution() const { return *resolution_; }
  const std::optional<Error>& refusal() const { return refusal_; }

  /// An older lock of this accelerator to build on.
  void prefer(std::vector<VersionPreference> preferences) { preferences_ = std::move(preferences); }

  /// The lock of the last solution. Errors: those of make_lockfile().
  Result<ArmLock> lock(const LockedArm& arm) const;
  LockBasis basis() const;

 private:
  std::vector<std::string> first_platform() const;
  Result<bool> attempt(const std::vector<std::string>& platforms);
  ResolveInput input_for(const std::vector<std::string>& platforms) const;
  void add_family(ResolveInput& input) const;

  const ArmContext& context_;
  const Arm& arm_;
  ArmPages pages_;
  std::vector<std::string> platforms_;  // in the order of arm_platforms()
  HeldReleases held_;                   // what must be
  HeldReleases known_;                  // what a solution for one platform had
  std::vector<VersionPreference> preferences_;
  std::optional<Resolution> resolution_;
  std::optional<Error> refusal_;
};

}  // namespace axle
