// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "axle/lock/lock.hpp"
#include "lock/toml_text.hpp"

namespace axle {

// The parts of a lockfile's text.
void write_options(LockText& out, const LockedOptions& options);
void write_manifest(LockText& out, const LockManifest& manifest);
void write_accelerators(LockText& out, const LockedAccelerators& accelerators);
void write_package(LockText& out, const Lockfile& lockfile, const LockedPackage& package);
void write_requirement(LockText& out, const LockedRequirement& requirement);
void write_conflict_item(LockText& out, const ConflictItem& item);
void write_default_groups(LockText& out, const LockedDefaultGroups& groups);
/// `[table]` and `group = ">=3.10"` for each; nothing for none.
void write_group_pythons(LockText& out, std::string_view table, const LockedGroupPythons& groups);

}  // namespace axle
