// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "axle/base/environment.hpp"
#include "base/clock.hpp"
#include "base/run_record.hpp"

namespace axle {

/// What a run has of the process that it runs in: whoever starts it says so, tests their own.
struct System {
  Environment environment;  ///< the variables
  std::shared_ptr<const Clock> clock = std::make_shared<Clock>();
  std::shared_ptr<RunRecord> record = std::make_shared<RunRecord>();
};

}  // namespace axle
