// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "accelerator/catalog.hpp"
#include "accelerator/choose.hpp"
#include "arms/arm_record.hpp"
#include "arms/machine_source.hpp"
#include "axle/base/error.hpp"
#include "services/services.hpp"

namespace axle {

/// The record of what a machine can run. It is provisional where it is `cpu` and a fault that can
/// be mended keeps the devices from being used; never for a recorded machine. Requires: an
/// accelerator was chosen.
ArmRecord record_of_choice(Choice choice, const LookedAtMachine& looked, const Catalog& catalog,
                           bool is_recorded);

/// Keeps in an environment what it was made for, and says what the machine decided. What was
/// decided only because something is in the way is warned of, and not kept. Errors: `io`.
Result<void> keep_choice(const std::filesystem::path& environment, const ArmRecord& record,
                         Services& services);
/// Says what keep_choice() would, and keeps nothing: for `--dry-run`.
void tell_choice(const std::filesystem::path& environment, const ArmRecord& record,
                 Services& services);

}  // namespace axle
