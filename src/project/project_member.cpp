// SPDX-License-Identifier: MIT
#include "project/project_member.hpp"

#include <fmt/format.h>

#include "base/shown.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "project/sources.hpp"

namespace axle {
namespace {

std::unexpected<Error> while_lowering(const Requirement& requirement,
                                      const LoweringContext& context, Error cause) {
  const std::string message =
      context.group ? fmt::format("Failed to parse entry in group `{}`: `{}`",
                                  context.group->text(), requirement.name.text())
                    : fmt::format("Failed to parse entry: `{}`", requirement.name.text());
  auto hints = std::move(cause.hints);
  cause.hints.clear();
  cause.message = hide_user_info(cause.message);
  if (cause.code == ErrorCode::none) cause.code = ErrorCode::project;
  if (cause.file.empty())
    cause.file = (context.project ? *context.project : context.workspace.root_file).path().string();
  auto failure = while_doing(message, std::move(cause));
  failure.error().hints = std::move(hints);
  return failure;
}

}  // namespace

Result<void> lower_into(std::vector<SourcedRequirement>& out, const Requirement& requirement,
                        const LoweringContext& context) {
  auto lowered = lower(requirement, context);
  if (!lowered) return while_lowering(requirement, context, std::move(lowered).error());
  for (SourcedRequirement& sourced : *lowered) out.push_back(std::move(sourced));
  return {};
}

Result<void> lower_groups(std::map<GroupName, ProjectGroup>& out,
                          const std::map<GroupName, FlatGroup>& groups, LoweringContext context) {
  for (const auto& [name, group] : groups) {
    context.group = name;
    ProjectGroup& lowered = out[name];
    lowered.requires_python = group.requires_python;
    for (const Requirement& requirement : group.requirements)
      TRY_OK(lower_into(lowered.requirements, requirement, context));
  }
  return {};
}

Result<void> check_default_groups(const DefaultGroups& defaults,
                                  const std::map<GroupName, FlatGroup>& groups,
                                  const Pyproject& file) {
  for (const GroupName& group : defaults.groups)
    if (!groups.contains(group) && group.text() != "dev")
      return refuse(fmt::format("Default group `{}` (from `tool.uv.default-groups`) is not defined "
                                "in the project's `dependency-groups` table",
                                group.text()),
                    file, "add the group, or remove it from `tool.uv.default-groups`");
  return {};
}

Result<ProjectMember> read_member(const PackageName& name, const Workspace& workspace,
                                  const ProjectRequest& request, const CoreMetadata* built) {
  const Pyproject& file = workspace.members.at(name);
  const ProjectTable& table = *file.project;
  ProjectMember member{name,
                       file.directory(),
                       workspace.source_of(name),
                       table.version,
                       {},
                       {},
                       table.requires_python,
                       {},
                       {},
                       {},
                       {}};
  member.has_dynamic_version = table.is_dynamic("version");
  member.has_dynamic_requirements =
      table.is_dynamic("dependencies") || table.is_dynamic("optional-dependencies");
  member.default_groups = file.settings.default_groups;

  TRY(const auto groups, flatten_groups(file));
  TRY_OK(check_source_scopes(file, groups));
  TRY_OK(check_default_groups(member.default_groups, groups, file));
  LoweringContext context{workspace, &file, request, {}, {}};
  TRY_OK(lower_groups(member.groups, groups, context));
  const auto add = [&](const Requirement& requirement) {
    context.extra = requirement.marker.top_level_extra();
    return lower_into(member.requires_dist, requirement, context);
  };
  if (built != nullptr) {
    // The backend fills in what is dynamic, and orders all of it as it likes.
    if (member.has_dynamic_version) member.version = built->version;
    if (table.is_dynamic("requires-python")) member.requires_python = built->requires_python;
    member.extras = built->provides_extras;
    for (const Requirement& requirement : built->requires_dist) TRY_OK(add(requirement));
    return member;
  }
  for (const Requirement& requirement : table.dependencies) TRY_OK(add(requirement));
  for (const auto& [extra, requirements] : table.optional_dependencies) {
    member.extras.push_back(extra);
    for (Requirement requirement : requirements) {
      requirement.marker &= Marker::extra(extra);
      TRY_OK(add(requirement));
    }
  }
  return member;
}

}  // namespace axle
