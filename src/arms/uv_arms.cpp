// SPDX-License-Identifier: MIT
#include "arms/uv_arms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "accelerator/choose.hpp"
#include "accelerator/detect.hpp"
#include "arms/choose_arm.hpp"
#include "arms/machine_source.hpp"
#include "axle/standards/wheel_filename.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "lock/arm_platforms.hpp"

namespace axle {
namespace {

std::string without_slash(std::string text) {
  if (text.ends_with('/')) text.pop_back();
  return text;
}

bool is_conflicting(const Lockfile& lockfile, const ConflictItem& item) {
  return std::ranges::any_of(lockfile.conflicts,
                             [&](const ConflictSet& set) { return set.contains(item); });
}

/// The extra or group of each accelerator, as the lock repeats what the members ask for.
std::map<std::string, ConflictItem> choices_of_arms(const Lockfile& lockfile,
                                                    const Catalog& catalog,
                                                    const Services& services) {
  std::map<std::string, ConflictItem> choices;
  const auto look_at = [&](const std::vector<LockedRequirement>& requirements) {
    for (const LockedRequirement& requirement : requirements) {
      if (requirement.kind != LockedRequirement::Kind::registry || !requirement.conflict ||
          !catalog.is_family(requirement.name.text()) ||
          !is_conflicting(lockfile, *requirement.conflict))
        continue;
      if (const auto arm = arm_of_index(requirement.text, catalog, services))
        choices.emplace(*arm, *requirement.conflict);
    }
  };
  for (const LockedPackage& package : lockfile.packages) {
    if (!package.source.is_source_tree()) continue;
    look_at(package.metadata.requires_dist);
    for (const auto& [group, requirements] : package.metadata.requires_dev) look_at(requirements);
  }
  return choices;
}

/// Whether one of them was named by its extra or group.
bool has_chosen(const std::map<std::string, ConflictItem>& choices,
                const SelectionOptions& options) {
  const auto names = [](const std::vector<std::string>& list, const std::string& name) {
    return std::ranges::find(list, name) != list.end();
  };
  return std::ranges::any_of(choices, [&](const auto& choice) {
    if (const auto* extra = std::get_if<ExtraName>(&choice.second.kind))
      return names(options.extras, extra->text());
    const auto* group = std::get_if<GroupName>(&choice.second.kind);
    return group != nullptr &&
           (names(options.groups, group->text()) || names(options.only_groups, group->text()));
  });
}

/// The platforms for which an accelerator's index has the torch of the lock. Empty for `cpu`, which
/// other indexes serve as well, and where the lock does not tell.
std::vector<std::string> platforms_of(const std::string& arm, const Lockfile& lockfile,
                                      const Catalog& catalog, const Services& services) {
  std::vector<std::string> names;
  if (!vendor_of_arm(arm)) return names;
  const auto torch = PackageName::parse("torch");
  const auto [first, last] = lockfile.positions_of(*torch);
  for (std::size_t i = first; i < last; ++i) {
    const LockedPackage& package = lockfile.packages[i];
    if (!package.source.is_registry() ||
        arm_of_index(package.source.text, catalog, services) != arm)
      continue;
    for (const LockedFile& file : package.wheels) {
      const auto wheel = WheelFilename::parse(file.filename());
      if (!wheel) continue;
      for (const ArmPlatform& platform : arm_platforms())
        if (std::ranges::find(names, platform.name) == names.end() &&
            std::ranges::any_of(wheel->tags,
                                [&](const Tag& tag) { return platform.has(tag.platform); }))
          names.emplace_back(platform.name);
    }
  }
  return names;
}

bool is_among(const std::vector<std::string>& platforms, const ArmPlatform* platform) {
  return platforms.empty() || platform == nullptr ||
         std::ranges::find(platforms, platform->name) != platforms.end();
}

/// What the machine can run of the project's accelerators, by the release of torch in its lock.
Result<std::string> automatic(const std::map<std::string, ConflictItem>& choices,
                              const SelectionOptions& options, const Lockfile& lockfile,
                              const MarkerEnvironment* machine, Services& services) {
  TRY(const Catalog catalog, accelerator_catalog(services));
  TRY(const LookedAtMachine looked, look_at_machine(options.profile, catalog, services));
  const MachinePlatform& here = looked.machine.platform;
  const ArmPlatform* platform =
      machine != nullptr ? arm_platform_of(*machine) : find_arm_platform(here.os + "-" + here.arch);
  std::vector<ListedArm> listed;
  for (const auto& [arm, item] : choices)
    if (is_among(platforms_of(arm, lockfile, catalog, services), platform))
      listed.push_back({.name = arm});
  if (!options.profile) services.record().depends_on(machine_fingerprint(*looked.root));
  Choice choice = choose_listed(catalog, looked.machine, std::move(listed), locked_torch(lockfile),
                                looked.machine.platform.key());
  if (!choice.arm.empty()) return std::move(choice.arm);
  return fail(
      ErrorKind::invalid_input,
      fmt::format("this machine can run none of the project's accelerators: {}", choice.reason),
      "name one with `--accelerator`");
}

}  // namespace

std::optional<std::string> arm_of_index(std::string_view index, const Catalog& catalog,
                                        const Services& services) {
  const std::string url = without_slash(std::string(index));
  const std::string name = url.substr(url.rfind('/') + 1);
  if (!accelerator_kind(name)) return std::nullopt;
  std::vector<std::string> templates;
  if (const auto own = services.environment().get_setting("ACCELERATOR_INDEX_URL"))
    templates.push_back(*own);
  for (const IndexChannel& channel : catalog.tables().channels)
    templates.emplace_back(channel.index);
  for (const std::string& text : templates)
    if (without_slash(replace_all(text, "{accelerator}", name)) == url) return name;
  return std::nullopt;
}

Result<SelectionOptions> with_accelerator_extra(SelectionOptions options, const Lockfile& lockfile,
                                                const MarkerEnvironment* machine,
                                                Services& services) {
  if (lockfile.accelerators || (!options.accelerator && !options.profile)) return options;
  TRY(const Catalog catalog, accelerator_catalog(services));
  const std::map<std::string, ConflictItem> choices = choices_of_arms(lockfile, catalog, services);
  std::vector<std::string> names;
  for (const auto& [arm, item] : choices) names.push_back(fmt::format("`{}`", arm));
  // A profile alone only fills in what nobody has chosen.
  if (!options.accelerator && (names.empty() || has_chosen(choices, options))) return options;
  if (names.empty())
    return fail(ErrorKind::invalid_input, "the project has no accelerators",
                "add `accelerators = [\"cpu\", \"cu126\"]` to `[tool.axle]` in `pyproject.toml`");
  std::string wanted = options.accelerator.value_or("auto");
  if (wanted == "auto") {
    TRY(wanted, automatic(choices, options, lockfile, machine, services));
  }
  const auto found = choices.find(wanted);
  if (found == choices.end())
    return fail(ErrorKind::invalid_input,
                fmt::format("no extra of the project leads to the index of the accelerator `{}`",
                            escape_foreign(wanted)),
                fmt::format("take {}", join_in_words(names, "or")));
  const std::vector<std::string> platforms = platforms_of(wanted, lockfile, catalog, services);
  const ArmPlatform* platform = machine != nullptr ? arm_platform_of(*machine) : nullptr;
  if (!is_among(platforms, platform))
    return fail(ErrorKind::invalid_input,
                fmt::format("the accelerator `{}` is not offered on {}: the lock has torch of its "
                            "index for {}",
                            wanted, platform->name, join_in_words(platforms, "and")),
                "choose another one with `--accelerator`");
  if (const auto* extra = std::get_if<ExtraName>(&found->second.kind))
    options.extras.push_back(extra->text());
  else if (const auto* group = std::get_if<GroupName>(&found->second.kind))
    options.groups.push_back(group->text());
  return options;
}

}  // namespace axle
