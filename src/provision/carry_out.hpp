// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>

#include "axle/base/error.hpp"
#include "axle/install/apply.hpp"
#include "axle/install/environment.hpp"
#include "provision/change_environment.hpp"

namespace axle {

/// A plan and what it is carried out with. What is referred to must outlive it.
struct PlanToCarryOut {
  InstallPlan& plan;  ///< wheels that are built are put into it
  const EnvironmentChange& change;
  const EnvironmentLock& lock;
  InstallTarget target;
  const Interpreter& interpreter;  ///< of the environment, or what it will be: for builds
  std::function<Result<void>(const std::filesystem::path& stage)> skeleton;  ///< InstallRequest's
};

/// As a generation's time.
std::int64_t seconds_of(std::chrono::system_clock::time_point time);

struct CarriedOut {
  InstallReport report;
  std::chrono::steady_clock::duration elapsed;  ///< of the commit: all was prepared before
};

/// Builds what has to be built, then downloads, unpacks and links, each wheel as soon as it can be;
/// then commits. Errors: those of fetching and installing; nothing is changed then. The new
/// generation is recorded.
Result<CarriedOut> carry_out(const PlanToCarryOut& work, Services& services);

}  // namespace axle
