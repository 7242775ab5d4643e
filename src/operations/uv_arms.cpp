// SPDX-License-Identifier: MIT
#include "operations/uv_arms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "accelerator/choose.hpp"
#include "axle/lock/lock.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "lock/lock_document.hpp"
#include "operations/choose_arm.hpp"
#include "operations/machine_source.hpp"

namespace axle {
namespace {

std::string without_slash(std::string text) {
  if (text.ends_with('/')) text.pop_back();
  return text;
}

/// The accelerator whose index this is, by the templates of the data and of the environment.
std::optional<std::string> arm_of_index(const IndexUrl& index, const Catalog& catalog,
                                        const Services& services) {
  const std::string url = without_slash(index.text());
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

bool is_conflicting(const Project& project, const ConflictItem& item) {
  return std::ranges::any_of(project.conflicts,
                             [&](const ConflictSet& set) { return set.contains(item); });
}

/// The extra of each accelerator.
std::map<std::string, ExtraName> extras_of_arms(const Project& project, const Catalog& catalog,
                                                const Services& services) {
  std::map<std::string, ExtraName> extras;
  for (const ProjectMember& member : project.members)
    for (const SourcedRequirement& requirement : member.requires_dist) {
      const RegistrySource* registry = requirement.registry();
      if (registry == nullptr || !registry->index || !registry->conflict ||
          !catalog.is_family(requirement.name.text()))
        continue;
      const auto* extra = std::get_if<ExtraName>(&registry->conflict->kind);
      if (extra == nullptr || !is_conflicting(project, *registry->conflict)) continue;
      if (const auto arm = arm_of_index(*registry->index, catalog, services))
        extras.emplace(*arm, *extra);
    }
  return extras;
}

/// What the machine can run of the project's accelerators, by the release of torch in its lock.
Result<std::string> automatic(const std::map<std::string, ExtraName>& extras,
                              const SelectionOptions& options, const Project& project,
                              const Catalog& catalog, Services& services) {
  std::string torch;
  if (auto text = read_file(project.lockfile_path(), LockDocument::max_bytes))
    if (const auto lockfile = parse_lockfile(project.lockfile_path(), *std::move(text)))
      torch = locked_torch(*lockfile);
  std::vector<std::string> names;
  for (const auto& [arm, extra] : extras) names.push_back(arm);
  TRY(const LookedAtMachine looked, look_at_machine(options.profile, catalog, services));
  Choice choice = choose_accelerator(catalog, looked.machine, std::move(names), torch,
                                     looked.machine.platform.key());
  if (!choice.arm.empty()) return std::move(choice.arm);
  return fail(
      ErrorKind::invalid_input,
      fmt::format("this machine can run none of the project's accelerators: {}", choice.reason),
      "name one with `--accelerator`");
}

}  // namespace

Result<SelectionOptions> with_accelerator_extra(SelectionOptions options, const Project& project,
                                                Services& services) {
  if (project.accelerators || !options.accelerator) return options;
  TRY(const Catalog catalog, accelerator_catalog(services));
  const std::map<std::string, ExtraName> extras = extras_of_arms(project, catalog, services);
  std::vector<std::string> names;
  for (const auto& [arm, extra] : extras) names.push_back(fmt::format("`{}`", arm));
  if (names.empty())
    return fail(ErrorKind::invalid_input, "the project has no accelerators",
                "add `accelerators = [\"cpu\", \"cu126\"]` to `[tool.axle]` in `pyproject.toml`");
  std::string wanted = *options.accelerator;
  if (wanted == "auto") {
    TRY(wanted, automatic(extras, options, project, catalog, services));
  }
  const auto found = extras.find(wanted);
  if (found == extras.end())
    return fail(ErrorKind::invalid_input,
                fmt::format("no extra of the project leads to the index of the accelerator `{}`",
                            escape_foreign(wanted)),
                fmt::format("take {}", join_in_words(names, "or")));
  options.extras.push_back(found->second.text());
  return options;
}

}  // namespace axle
