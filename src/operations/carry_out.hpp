// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>

#include "axle/base/error.hpp"
#include "axle/install/apply.hpp"
#include "axle/install/environment.hpp"
#include "operations/change_environment.hpp"

namespace axle {

/// How long another process is waited for that works on the same environment.
constexpr std::chrono::minutes lock_patience{5};

/// A plan and what it is carried out with. What is referred to must outlive it.
struct PlanToCarryOut {
  const InstallPlan& plan;
  const EnvironmentChange& change;
  const EnvironmentLock& lock;
  InstallTarget target;
  std::function<Result<void>(const std::filesystem::path& stage)> skeleton;  ///< InstallRequest's
};

/// Downloads, unpacks and links, each wheel as soon as it can be; then commits. Errors: those of
/// fetching and installing; nothing is changed then.
Result<InstallReport> carry_out(const PlanToCarryOut& work, Services& services);

}  // namespace axle
