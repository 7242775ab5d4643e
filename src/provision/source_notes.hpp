// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/install/plan.hpp"

namespace axle {

/// A file of an installed package that BuildNotes describes, as we would write it, whoever wrote
/// it. Empty if it is not there or is no such file.
std::string source_note(const InstalledPackage& package, const char* file);

/// Notes of every wheel from a path or URL what it must come from, and of those that are installed
/// whether they come from the same file. Errors: those of cache_info_of.
Result<void> compare_direct_wheels(std::vector<WantedPackage>& wanted,
                                   std::vector<InstalledPackage>& installed);

}  // namespace axle
