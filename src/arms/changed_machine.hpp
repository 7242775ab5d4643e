// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "arms/arm_record.hpp"
#include "axle/base/error.hpp"
#include "services/services.hpp"

namespace axle {

/// Holds what an environment was made for to this machine, if it is not the one (by fingerprint)
/// that the record was last held to: warns if the accelerator cannot run here with this release of
/// torch. The record then has this machine's fingerprint, so that keeping it ends the warning. What
/// a profile decided is left alone. Errors: those of the data on builds.
Result<void> hold_to_machine(ArmRecord& record, std::string_view torch, Services& services);

}  // namespace axle
