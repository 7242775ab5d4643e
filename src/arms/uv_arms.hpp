// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "accelerator/catalog.hpp"
#include "axle/base/error.hpp"
#include "axle/lock/lockfile.hpp"
#include "axle/markers/marker_environment.hpp"
#include "services/options.hpp"
#include "services/services.hpp"

namespace axle {

/// The accelerator whose index this is, by the templates of the data and of
/// AXLE_ACCELERATOR_INDEX_URL. None for every other address.
std::optional<std::string> arm_of_index(std::string_view index, const Catalog& catalog,
                                        const Services& services);

/// A project without `accelerators` may have some in uv's words: conflicting extras or groups that
/// lead packages of the family to the indexes of accelerators, as its lock repeats them. If one is
/// asked for by `--accelerator`, or none is chosen and a profile is given, its extra or group is
/// added to the options; nothing is done without these. `machine`: what packages are for; null
/// where it does not count. Errors: `invalid_input` where there is no such extra, naming those that
/// there are, and where the index has no torch for the machine's platform.
Result<SelectionOptions> with_accelerator_extra(SelectionOptions options, const Lockfile& lockfile,
                                                const MarkerEnvironment* machine,
                                                Services& services);

}  // namespace axle
