// SPDX-License-Identifier: MIT
#include "arms/choose_arm.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "accelerator/choose.hpp"
#include "arms/machine_choice.hpp"
#include "arms/machine_source.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "lock/arm_platforms.hpp"
#include "lock/arms.hpp"
#include "lock/lock_document.hpp"
#include "services/python_target.hpp"

namespace axle {
namespace {

std::vector<std::string> names_of(const LockedAccelerators& accelerators) {
  std::vector<std::string> names;
  for (const LockedArm& arm : accelerators.arms) names.push_back(fmt::format("`{}`", arm.name));
  return names;
}

std::string machine_name(const MarkerEnvironment& machine) {
  if (const ArmPlatform* platform = arm_platform_of(machine)) return std::string(platform->name);
  return fmt::format("{} {}", machine.platform_system, machine.platform_machine);
}

bool is_offered_on(const LockedArm& arm, const ArmPlatform* platform) {
  return platform != nullptr &&
         std::ranges::find(arm.platforms, platform->name) != arm.platforms.end();
}

bool is_offered(const LockedArm& arm, const MarkerEnvironment* machine) {
  return machine == nullptr || is_offered_on(arm, arm_platform_of(*machine));
}

/// The platform that packages are for: that of the machine itself where nothing else is said.
const ArmPlatform* platform_of(const MarkerEnvironment* machine, const MachinePlatform& here) {
  return machine != nullptr ? arm_platform_of(*machine)
                            : find_arm_platform(here.os + "-" + here.arch);
}

/// What somebody named, as the record of it; none for `auto`.
Result<std::optional<ArmRecord>> named(const std::string& name, std::string_view by,
                                       const std::string& how,
                                       const LockedAccelerators& accelerators) {
  if (name == "auto") return std::optional<ArmRecord>();
  if (accelerators.find(name) == nullptr)
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` ({}) is not among the accelerators of the project",
                            escape_foreign(name), how),
                fmt::format("take {}, or add it to `accelerators` in `[tool.axle]`",
                            join_in_words(names_of(accelerators), "or")));
  return std::optional(ArmRecord{name, std::string(by), fmt::format("{} says so", how), {}, false});
}

Result<std::optional<ArmRecord>> asked_for(const LockedAccelerators& accelerators,
                                           const SelectionOptions& options, Services& services,
                                           bool& is_automatic) {
  if (options.accelerator) {
    is_automatic = *options.accelerator == "auto";
    return named(*options.accelerator, "option", "`--accelerator`", accelerators);
  }
  for (const std::string_view variable : {"AXLE_ACCELERATOR", "UV_TORCH_BACKEND"}) {
    const auto value = services.environment().get_nonempty(variable);
    if (!value) continue;
    is_automatic = *value == "auto";
    return named(*value, "variable", fmt::format("`{}`", variable), accelerators);
  }
  return std::optional<ArmRecord>();
}

/// What this machine, or a recorded one, can run of what is offered. None if it can run nothing.
Result<std::optional<ArmRecord>> by_machine(const Lockfile& lockfile,
                                            const SelectionOptions& options,
                                            const MarkerEnvironment* machine, Services& services) {
  TRY(const Catalog catalog, accelerator_catalog(services));
  TRY(const LookedAtMachine looked, look_at_machine(options.profile, catalog, services));
  const ArmPlatform* platform = platform_of(machine, looked.machine.platform);
  std::vector<ListedArm> listed;
  for (const LockedArm& arm : lockfile.accelerators->arms)
    if (is_offered_on(arm, platform)) listed.push_back({.name = arm.name, .needs = arm.needs});
  Choice choice = choose_listed(catalog, looked.machine, std::move(listed), locked_torch(lockfile),
                                looked.machine.platform.key());
  if (choice.arm.empty()) return std::optional<ArmRecord>();
  return std::optional(
      record_of_choice(std::move(choice), looked, catalog, options.profile.has_value()));
}

/// Where nobody decides.
Result<ArmRecord> last_resort(const LockedAccelerators& accelerators,
                              const MarkerEnvironment* machine) {
  const LockedArm* cpu = accelerators.find("cpu");
  if (cpu != nullptr && is_offered(*cpu, machine))
    return ArmRecord{"cpu", "default", "no accelerator of the project was found here", {}, false};
  return fail(ErrorKind::invalid_input,
              "none of the project's accelerators was found on this machine, and `cpu` is not one "
              "of them",
              fmt::format("name one: `--accelerator {}`", accelerators.arms.front().name));
}

std::unexpected<Error> not_offered(const LockedArm& arm, const MarkerEnvironment& machine) {
  return fail(ErrorKind::invalid_input,
              fmt::format("the accelerator `{}` is not offered on {}: its index has the locked "
                          "release for {}",
                          arm.name, escape_foreign(machine_name(machine)),
                          join_in_words(arm.platforms, "and")),
              "choose another one with `--accelerator`");
}

}  // namespace

std::string locked_torch(const Lockfile& lockfile) {
  std::optional<Version> newest;
  const auto torch = PackageName::parse("torch");
  const auto [first, last] = lockfile.positions_of(*torch);
  for (std::size_t i = first; i < last; ++i)
    if (const auto& version = lockfile.packages[i].version)
      if (!newest || *newest < *version) newest = version->without_local();
  return newest ? newest->to_string() : std::string();
}

Result<ArmRecord> choose_arm(const Lockfile& lockfile, const Project& project,
                             const SelectionOptions& options, const MarkerEnvironment* machine,
                             Services& services) {
  const LockedAccelerators& accelerators = *lockfile.accelerators;
  bool is_automatic = false;
  TRY(std::optional<ArmRecord> record, asked_for(accelerators, options, services, is_automatic));
  if (!record && !is_automatic && !options.profile) {
    record = read_arm_record(environment_place(project, false, services));
    if (record && accelerators.find(record->accelerator) == nullptr) record.reset();
  }
  if (!record) {
    TRY(record, by_machine(lockfile, options, machine, services));
  }
  if (!record) {
    TRY(record, last_resort(accelerators, machine));
  }
  const LockedArm& arm = *accelerators.find(record->accelerator);
  if (!is_offered(arm, machine)) return not_offered(arm, *machine);
  return *std::move(record);
}

Result<void> place_project(Project& project, const Lockfile& lockfile,
                           const SelectionOptions& options, const MarkerEnvironment* machine,
                           Services& services) {
  if (!is_place_by_accelerator(project, services) || !lockfile.accelerators) return {};
  TRY(const ArmRecord record, choose_arm(lockfile, project, options, machine, services));
  project.place_accelerator = record.accelerator;
  return {};
}

Result<void> place_project(Project& project, const SelectionOptions& options, Services& services) {
  if (!is_place_by_accelerator(project, services)) return {};
  auto text = read_file(project.lockfile_path(), LockDocument::max_bytes);
  if (!text && text.error().kind == ErrorKind::not_found) return {};
  if (!text) return std::unexpected(std::move(text).error());
  TRY(const Lockfile lockfile, parse_lockfile(project.lockfile_path(), *std::move(text)));
  return place_project(project, lockfile, options, nullptr, services);
}

Result<std::optional<ArmRecord>> take_arm(Lockfile& lockfile, const Project& project,
                                          const SelectionOptions& options,
                                          const MarkerEnvironment* machine, Services& services) {
  if (!lockfile.accelerators) return std::optional<ArmRecord>();
  TRY(ArmRecord record, choose_arm(lockfile, project, options, machine, services));
  TRY(lockfile, project_arm(lockfile, record.accelerator));
  return std::optional(std::move(record));
}

}  // namespace axle
