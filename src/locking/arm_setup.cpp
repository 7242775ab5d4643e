// SPDX-License-Identifier: MIT
#include "locking/arm_setup.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "accelerator/arm_needs.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "lock/lock_requirement.hpp"

namespace axle {
namespace {

constexpr std::string_view placeholder = "{accelerator}";

std::unexpected<Error> refuse(const ProjectAccelerators& keys, std::string message,
                              std::string hint) {
  return fail_with_code(ErrorKind::invalid_input, ErrorCode::project, std::move(message),
                        keys.place, {}, std::move(hint));
}

std::string quoted(const std::vector<std::string>& names, std::string_view word) {
  std::vector<std::string> texts;
  for (const std::string& name : names) texts.push_back(fmt::format("`{}`", escape_foreign(name)));
  return join_in_words(texts, word);
}

std::unexpected<Error> unknown(const ProjectAccelerators& keys, const std::string& name,
                               const Catalog& catalog) {
  const std::vector<std::string> similar = catalog.similar_arms(name);
  return refuse(keys, fmt::format("`{}` of `accelerators` is no accelerator that is known", name),
                similar.empty()
                    ? fmt::format("give it an index: `[tool.axle.accelerator.{}]` with `index = "
                                  "\"…\"`",
                                  name)
                    : fmt::format("write {}, as its index is called", quoted(similar, "or")));
}

Result<std::string> index_of(const std::string& name, const ProjectAccelerators& keys,
                             const Catalog& catalog, const Environment& environment) {
  if (const auto own = keys.keys.entries.find(name);
      own != keys.keys.entries.end() && own->second.index)
    return *own->second.index;
  std::optional<std::string> text = environment.get_setting("ACCELERATOR_INDEX_URL");
  if (!text) text = keys.keys.index_url;
  if (!accelerator_kind(name)) return unknown(keys, name, catalog);
  if (!text) return catalog.index_url(name, keys.keys.channel);
  if (text->find(placeholder) == std::string::npos)
    return refuse(
        keys, fmt::format("`{}` is no template for indexes of accelerators", escape_foreign(*text)),
        fmt::format("write `{}` where the name stands, as in "
                    "`https://mirror.example/whl/{}`",
                    placeholder, placeholder));
  const std::string channel =
      keys.keys.channel == "release" ? std::string() : keys.keys.channel + "/";
  // Without a slash behind it the name of the channel stands there, `release` too.
  const std::string filled =
      replace_all(replace_all(*text, "{channel}/", channel), "{channel}", keys.keys.channel);
  return replace_all(filled, placeholder, name);
}

void set_family(ArmSetup& setup, const AcceleratorKeys& keys, const Catalog& catalog) {
  const auto add = [&](PackageName name) {
    if (std::ranges::find(setup.family, name) == setup.family.end() &&
        std::ranges::find(keys.fewer, name) == keys.fewer.end())
      setup.family.push_back(std::move(name));
  };
  for (const std::string_view text : catalog.tables().family)
    if (auto name = PackageName::parse(text)) add(*std::move(name));
  for (const PackageName& name : keys.more) add(name);
  for (const std::string_view text : catalog.tables().same_release)
    if (auto name = PackageName::parse(text);
        name && std::ranges::find(setup.family, *name) != setup.family.end())
      setup.companions.push_back(*std::move(name));
  for (const PackageName& name : keys.more) setup.packages.push_back(name.text());
  for (const PackageName& name : keys.fewer) setup.packages.push_back("!" + name.text());
}

Result<void> check_sources(const ArmSetup& setup, const ProjectAccelerators& keys) {
  for (const IndexedSource& source : keys.sources)
    if (std::ranges::find(setup.family, source.package) != setup.family.end())
      return fail_with_code(
          ErrorKind::invalid_input, ErrorCode::project,
          fmt::format("`tool.uv.sources` ({}) leads `{}` to an index, and so does `accelerators` "
                      "({})",
                      source.place, source.package.text(), keys.place),
          source.place, {},
          fmt::format("remove `{}` from `[tool.uv.sources]`, or `accelerators` from `[tool.axle]`",
                      source.package.text()));
  return {};
}

/// The text of a requirement that names one build of a version.
std::optional<std::string> local_pin(const SourcedRequirement& requirement) {
  const RegistrySource* registry = requirement.registry();
  if (registry == nullptr) return std::nullopt;
  for (const VersionSpecifier& specifier : registry->specifiers.items())
    if (specifier.version.has_local() && specifier.op != Operator::not_equal)
      return requirement.name.text() + registry->specifiers.to_string();
  return std::nullopt;
}

Result<void> check_pin(const SourcedRequirement& requirement, const ArmSetup& setup,
                       const ProjectAccelerators& keys) {
  const std::optional<std::string> pin = local_pin(requirement);
  if (!pin || std::ranges::find(setup.family, requirement.name) == setup.family.end()) return {};
  std::vector<std::string> fits, misfits;
  for (const Arm& arm : setup.arms)
    (pin->ends_with("+" + arm.name) ? fits : misfits).push_back(arm.name);
  if (misfits.empty()) return {};
  const std::string plain = pin->substr(0, pin->find('+'));
  return refuse(
      keys,
      fmt::format("`{}` is a build that {} cannot have{}", escape_foreign(*pin),
                  quoted(misfits, "and"),
                  fits.empty() ? std::string() : fmt::format(", only {}", quoted(fits, "and"))),
      fmt::format("write `{}`: each accelerator gets its own build of it", escape_foreign(plain)));
}

Result<void> check_pins(const Project& project, const ArmSetup& setup) {
  const ProjectAccelerators& keys = *project.accelerators;
  std::vector<const std::vector<SourcedRequirement>*> lists{&project.constraints};
  for (const ProjectMember& member : project.members) {
    lists.push_back(&member.requires_dist);
    for (const auto& [name, group] : member.groups) lists.push_back(&group.requirements);
  }
  for (const auto& [name, group] : project.root_groups) lists.push_back(&group.requirements);
  for (const auto* list : lists)
    for (const SourcedRequirement& requirement : *list) TRY_OK(check_pin(requirement, setup, keys));
  return {};
}

Result<void> check_needs(const std::string& needs, const std::string& name,
                         const ProjectAccelerators& keys) {
  if (needs.empty()) return {};
  const auto parsed = parse_arm_needs(needs);
  if (parsed) return {};
  return refuse(
      keys,
      fmt::format("`requires` of `[tool.axle.accelerator.{}]`: {}", escape_foreign(name),
                  parsed.error()),
      "write it like `cuda >= 12.8`, `driver >= 570`, `sm_90`, `rocm >= 6.4` or `gfx942`, "
      "with commas between several");
}

Result<PackageName> host_of(const Project& project) {
  for (const ProjectMember& member : project.members)
    if (member.root == project.root) return member.name;
  if (!project.members.empty()) return project.members.front().name;
  return refuse(*project.accelerators, "`accelerators` needs a project, and there is none",
                "add a `[project]` table, or members to the workspace");
}

}  // namespace

Result<ArmSetup> arm_setup(const Project& project, const Catalog& catalog,
                           const Environment& environment) {
  const ProjectAccelerators& keys = *project.accelerators;
  TRY(PackageName host, host_of(project));
  ArmSetup setup{{}, {}, {}, {}, {}, std::move(host), {}};
  setup.same_versions = keys.keys.versions == AcceleratorVersions::same;
  setup.channel = keys.keys.channel;
  set_family(setup, keys.keys, catalog);
  for (const std::string& name : keys.keys.names) {
    TRY(const std::string index, index_of(name, keys, catalog, environment));
    TRY(IndexUrl url, IndexUrl::parse(index, project.root));
    Arm arm{name, std::move(url), {}, {}};
    const auto entry = keys.keys.entries.find(name);
    if (entry != keys.keys.entries.end()) arm.needs = entry->second.needs.value_or("");
    TRY_OK(check_needs(arm.needs, name, keys));
    for (const std::string& table : dependency_tables(name, index, arm.needs))
      if (const auto own = keys.dependencies.find(table); own != keys.dependencies.end())
        arm.dependencies.insert(arm.dependencies.end(), own->second.begin(), own->second.end());
    setup.arms.push_back(std::move(arm));
  }
  TRY_OK(check_sources(setup, keys));
  TRY_OK(check_pins(project, setup));
  return setup;
}

LockedAccelerators locked_accelerators(const ArmSetup& setup, const Project& project) {
  LockedAccelerators locked{
      setup.host, setup.same_versions ? "same" : "newest", setup.channel, setup.packages, {}};
  for (const Arm& arm : setup.arms)
    locked.arms.push_back({.name = arm.name,
                           .index = locked_source(arm.index, project.root).text,
                           .platforms = {},
                           .needs = arm.needs,
                           .requires_dist = locked_requirements(arm.dependencies, project.root)});
  return locked;
}

}  // namespace axle
