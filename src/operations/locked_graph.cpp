// SPDX-License-Identifier: MIT
#include "operations/locked_graph.hpp"

#include "arms/choose_arm.hpp"
#include "arms/profile_platform.hpp"
#include "arms/uv_arms.hpp"
#include "axle/markers/universal_marker.hpp"
#include "base/try.hpp"
#include "locking/lock_subject.hpp"
#include "provision/project_selection.hpp"
#include "provision/resolve_packages.hpp"
#include "services/python_target.hpp"
#include "syncing/locked_packages.hpp"

namespace axle {
namespace {

/// Conflict items that somebody asked for by name. All others are off on one machine, as in uv,
/// even those that an edge between packages would turn on.
std::vector<ExtraName> named_items(const LockSelection& wanted, const SelectionOptions& options) {
  std::vector<ExtraName> items;
  if (options.extras.empty()) return items;
  for (const LockRoot& root : wanted.roots)
    for (const ExtraName& extra : root.extras) items.push_back(conflict_extra(root.name, extra));
  return items;
}

}  // namespace

bool LockedGraph::reaches(const PackageName& name) const {
  const auto [first, last] = lockfile->positions_of(name);
  for (std::size_t i = first; i < last; ++i)
    if (graph.is_reached[i]) return true;
  return false;
}

Result<LockedGraph> locked_graph(LockedGraphRequest request, Services& services) {
  const LockUse use = lock_use(request.lock, false, services);
  TRY(const LockSubject subject,
      open_lock_subject(request.script, request.settings, use, services));
  const Project& project = subject.project;
  TRY(LockOutcome lock, lock_project({.project = project,
                                      .settings = subject.settings,
                                      .resolver = request.settings.resolver,
                                      .python = request.python,
                                      .use = subject.use_to_look(use)},
                                     services));
  std::optional<ResolutionTarget> target;
  if (!request.all_machines) {
    TRY(const Interpreter interpreter, project_interpreter(project, request.python, services));
    TRY(const auto platform,
        chosen_platform(request.python_platform, request.selection.profile, services));
    TRY(target,
        resolution_target(interpreter, request.python_version, platform, services.environment()));
  }
  TRY(const SelectionOptions selected,
      with_accelerator_extra(request.selection, lock.lockfile,
                             target ? &target->environment.markers : nullptr, services));
  TRY_OK(take_arm(lock.lockfile, project, selected, target ? &target->environment.markers : nullptr,
                  services));
  LockedGraph locked;
  locked.lockfile = std::make_unique<const Lockfile>(std::move(lock.lockfile));
  TRY(LockSelection wanted,
      select_to_show(project, *locked.lockfile, selected, request.all_groups));
  LockGraphScope scope{.active = named_items(wanted, selected),
                       .turns_on = !selected.extras.empty()};
  scope.roots = std::move(wanted.roots);
  scope.root_groups = std::move(wanted.root_groups);
  scope.pruned = std::move(request.pruned);
  if (target) scope.machine = &target->environment.markers;
  locked.graph = make_lock_graph(*locked.lockfile, scope);
  TRY_OK(Marker::check_capacity());
  return locked;
}

}  // namespace axle
