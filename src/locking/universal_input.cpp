// SPDX-License-Identifier: MIT
#include "locking/universal_input.hpp"

#include <algorithm>
#include <iterator>

#include "provision/project_selection.hpp"
#include "provision/resolve_packages.hpp"

namespace axle {

Conflicts conflicts_to_resolve(const Conflicts& conflicts) {
  Conflicts kept;
  std::ranges::copy_if(conflicts, std::back_inserter(kept),
                       [](const ConflictSet& set) { return set.size() > 1; });
  return kept;
}

ResolveInput universal_input(const LockRequest& request, const Project& project,
                             const Interpreter& interpreter, const RequiresPython& requires_python,
                             const Services& services) {
  const ResolutionTarget machine{{interpreter.markers, interpreter.tags()}, interpreter.version};
  ResolveInput input = resolve_input(request.settings, machine, services);
  input.environment = AllEnvironments{.environments = project.environments,
                                      .required_environments = project.required_environments,
                                      .stored_forks = {},
                                      .minimum_libc = project.minimum_libc};
  input.machine = interpreter.markers;
  input.requires_python = requires_python;
  for (const ProjectMember& member : project.members) {
    input.direct.push_back(distribution_of(member));
    input.members.insert(member.name);
  }
  input.requirements = project_requirements(input.direct);
  for (const auto& [name, group] : project.root_groups)
    input.requirements.insert(input.requirements.end(), group.requirements.begin(),
                              group.requirements.end());
  if (const ProjectMember* member = project.current_member()) input.project = member->name;
  input.requirements.insert(input.requirements.end(), project.requirements.begin(),
                            project.requirements.end());
  input.constraints = project.constraints;
  input.constraints.insert(input.constraints.end(), request.constraints.begin(),
                           request.constraints.end());
  for (SourcedRequirement& limit : upgrade_limits(request.settings))
    input.constraints.push_back(std::move(limit));
  input.overrides = project.overrides;
  input.excludes = project.excludes;
  input.conflicts = conflicts_to_resolve(project.conflicts);
  return input;
}

}  // namespace axle
