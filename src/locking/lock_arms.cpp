// SPDX-License-Identifier: MIT
#include "locking/lock_arms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <set>

#include "arms/machine_source.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "lock/arms.hpp"
#include "locking/agree_on_releases.hpp"
#include "locking/arm_setup.hpp"
#include "locking/arm_solver.hpp"
#include "locking/explain_lock.hpp"
#include "locking/wheel_class_registry.hpp"
#include "provision/building_registry.hpp"
#include "provision/direct_sources.hpp"
#include "provision/resolve_packages.hpp"
#include "services/python_target.hpp"

namespace axle {
namespace {

IndexSet with_arms(IndexSet indexes, const ArmSetup& setup) {
  for (const Arm& arm : setup.arms) {
    if (std::ranges::find(indexes.definitions, arm.index, &IndexDefinition::url) !=
        indexes.definitions.end())
      continue;
    IndexDefinition definition{.name = std::nullopt, .url = arm.index};
    definition.is_explicit = true;
    indexes.definitions.push_back(std::move(definition));
  }
  return indexes;
}

/// Each accelerator's part of an older lock.
struct Earlier {
  Lockfile lockfile;
  LockJudgement judgement;
};

/// The releases of a package in a lock, without local parts; ascending.
std::set<std::string> releases_in(const Lockfile& lockfile, const PackageName& name) {
  std::set<std::string> releases;
  const auto [first, last] = lockfile.positions_of(name);
  for (std::size_t i = first; i < last; ++i)
    if (const auto& version = lockfile.packages[i].version)
      releases.insert(version->without_local().to_string());
  return releases;
}

class ArmsLocker {
 public:
  ArmsLocker(ArmsRequest& arms, const ArmSetup& setup, Services& services)
      : arms_(arms),
        setup_(setup),
        services_(services),
        indexes_(with_arms(arms.request.settings.indexes, setup)),
        wanted_(locked_accelerators(setup, arms.request.project)) {}

  Result<std::optional<Lockfile>> lock() {
    TRY_OK(look_at_previous());
    if (holds()) {
      tell_held();
      return std::optional<Lockfile>();
    }
    if (!arms_.interpreter) {
      TRY(arms_.interpreter,
          project_interpreter(arms_.request.project, arms_.request.python, services_));
    }
    TRY(const auto registry, services_.registry(indexes_, arms_.request.resolver));
    SourceBuilder builder({.settings = arms_.request.settings,
                           .interpreter = *arms_.interpreter,
                           .constraints = arms_.request.project.build_constraints},
                          services_);
    BuildingRegistry building(*registry, builder);
    WheelClassRegistry classes(building, {setup_.family.begin(), setup_.family.end()},
                               arms_.requires_python);
    DirectSources direct(indexes_, builder, services_);
    const ArmContext context{
        arms_.request, setup_, *arms_.interpreter, arms_.requires_python, indexes_,
        classes,       direct, services_};
    std::deque<ArmSolver> solvers;
    for (const Arm& arm : setup_.arms) {
      TRY(ArmPages pages, read_arm_pages(arm, setup_, *registry));
      solvers.emplace_back(context, arm, std::move(pages));
      build_on_previous(solvers.back());
    }
    std::vector<std::string> notes;
    TRY_OK(agree_on_releases(solvers, context, releases_before(), notes));
    TRY(Lockfile lockfile, merged(solvers));
    say(solvers, notes);
    return std::optional(std::move(lockfile));
  }

 private:
  /// The previous lock's parts, where it has the same accelerators from the same places.
  Result<void> look_at_previous() {
    if (!arms_.previous || !arms_.previous->accelerators) return {};
    for (const LockedArm& arm : arms_.previous->accelerators->arms) {
      const auto own = std::ranges::find(setup_.arms, arm.name, &Arm::name);
      if (own == setup_.arms.end()) continue;
      TRY(Lockfile lockfile, project_arm(*arms_.previous, arm.name));
      const Project project =
          project_of_arm(arms_.request.project, *own, setup_.host, arm.platforms);
      LockBasis basis = lock_basis(project, arms_.request.settings, arms_.requires_python);
      basis.indexes = indexes_;
      LockJudgement judgement = judge_lock(lockfile, basis, arms_.wishes);
      earlier_.emplace(arm.name, Earlier{std::move(lockfile), std::move(judgement)});
    }
    return {};
  }

  bool has_same_accelerators() const {
    if (!arms_.previous || !arms_.previous->accelerators) return false;
    LockedAccelerators known = *arms_.previous->accelerators;
    for (LockedArm& arm : known.arms) arm.platforms.clear();
    return known == wanted_;
  }

  bool holds() const {
    return has_same_accelerators() && std::ranges::all_of(earlier_, [](const auto& entry) {
             return entry.second.judgement.fitness == LockFitness::satisfies;
           });
  }

  /// Which releases the previous lock has and keeps.
  void tell_held() {
    if (services_.run_options().verbose == 0) return;
    for (const LockedArm& locked : arms_.previous->accelerators->arms) {
      const auto earlier = earlier_.find(locked.name);
      if (earlier == earlier_.end()) continue;
      std::vector<std::string> parts;
      for (const PackageName& name : setup_.companions)
        for (const std::string& release : releases_in(earlier->second.lockfile, name))
          parts.push_back(fmt::format("{} {}", name.text(), release));
      services_.reporter().notice(fmt::format("{}: {} from {} for {}, as locked", locked.name,
                                              join_in_words(parts, "and"), locked.index,
                                              join_in_words(locked.platforms, "and")));
    }
  }

  void build_on_previous(ArmSolver& solver) const {
    const auto known = earlier_.find(solver.arm().name);
    if (known == earlier_.end() || known->second.judgement.fitness == LockFitness::unusable) return;
    solver.prefer(preferences_of(known->second.lockfile, arms_.wishes, arms_.request.project.root));
  }

  /// Companions that all accelerators of the older lock have in one release.
  HeldReleases releases_before() const {
    HeldReleases before;
    for (const PackageName& name : setup_.companions) {
      if (arms_.wishes.upgrade || arms_.wishes.upgrade_packages.contains(name)) continue;
      std::set<Version> found;
      for (const auto& [arm, earlier] : earlier_) {
        const auto [first, last] = earlier.lockfile.positions_of(name);
        for (std::size_t i = first; i < last; ++i)
          if (const auto& version = earlier.lockfile.packages[i].version)
            found.insert(version->without_local());
      }
      if (found.size() == 1) before.emplace(name, *found.begin());
    }
    return before;
  }

  Result<Lockfile> merged(const std::deque<ArmSolver>& solvers) const {
    std::vector<ArmLock> locks;
    for (std::size_t i = 0; i < solvers.size(); ++i) {
      TRY(ArmLock lock, solvers[i].lock(wanted_.arms[i]));
      locks.push_back(std::move(lock));
    }
    LockBasis basis =
        lock_basis(arms_.request.project, arms_.request.settings, arms_.requires_python);
    Lockfile lockfile = merge_arms(locks, wanted_, basis);
    TRY_OK(Marker::check_capacity());
    return lockfile;
  }

  void say(const std::deque<ArmSolver>& solvers, const std::vector<std::string>& notes) {
    std::set<std::tuple<int, std::string, std::string>> said;
    for (const ArmSolver& solver : solvers) {
      Resolution news;
      for (ResolutionWarning warning : solver.resolution().warnings) {
        const ResolvedPackage& package = solver.resolution().packages[warning.package];
        if (!said.emplace(static_cast<int>(warning.kind), package.name.text(),
                          package.version.to_string() + warning.detail)
                 .second)
          continue;
        warning.package = news.packages.size();
        news.packages.push_back(package);
        news.warnings.push_back(std::move(warning));
      }
      say_warnings(news, services_);
    }
    for (const std::string& note : notes) services_.reporter().notice(note);
    if (services_.run_options().verbose == 0) return;
    for (const ArmSolver& solver : solvers) {
      services_.reporter().notice(story_of(solver));
      for (const std::string& line : resolution_story(solver.resolution()))
        services_.reporter().notice(fmt::format("{}: {}", solver.arm().name, escape_foreign(line)));
    }
  }

  /// Which releases an accelerator has, and where it is offered.
  std::string story_of(const ArmSolver& solver) const {
    std::vector<std::string> parts;
    for (const PackageName& name : setup_.companions)
      if (const auto release = solver.release(name))
        parts.push_back(fmt::format("{} {}", name.text(), release->to_string()));
    return fmt::format("{}: {} from {} for {}", solver.arm().name, join_in_words(parts, "and"),
                       solver.arm().index.text(), join_in_words(solver.platforms(), "and"));
  }

  ArmsRequest& arms_;
  const ArmSetup& setup_;
  Services& services_;
  IndexSet indexes_;
  LockedAccelerators wanted_;
  std::map<std::string, Earlier> earlier_;
};

}  // namespace

Result<std::optional<Lockfile>> lock_arms(ArmsRequest arms, Services& services) {
  TRY(const Catalog catalog, accelerator_catalog(services));
  TRY(const ArmSetup setup, arm_setup(arms.request.project, catalog, services.environment()));
  return ArmsLocker(arms, setup, services).lock();
}

}  // namespace axle
