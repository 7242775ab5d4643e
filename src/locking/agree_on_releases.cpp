// SPDX-License-Identifier: MIT
#include "locking/agree_on_releases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

using Solvers = std::deque<ArmSolver>;

/// Whether some build of a release is allowed: one that is named by its local part has to be this
/// accelerator's, or arm_setup() would have refused it.
bool admits(const VersionSpecifiers& specifiers, const Version& release) {
  return std::ranges::all_of(specifiers.items(), [&](const VersionSpecifier& specifier) {
    if (specifier.op == Operator::equal && specifier.version.has_local())
      return specifier.version.without_local() == release;
    return specifier.contains(release);
  });
}

/// What the project asks of a package wherever it runs; more is for the resolver. An override
/// stands in the place of what the members ask for.
bool is_allowed(const Project& project, const PackageName& name, const Version& release) {
  const bool is_overridden = std::ranges::any_of(project.overrides, [&](const Override& override_) {
    return !override_.scope && override_.requirement.name == name;
  });
  const auto allows = [&](const std::vector<SourcedRequirement>& requirements) {
    return std::ranges::all_of(requirements, [&](const SourcedRequirement& requirement) {
      const RegistrySource* registry = requirement.registry();
      return requirement.name != name || registry == nullptr || !requirement.marker.is_always() ||
             admits(registry->specifiers, release);
    });
  };
  return allows(project.constraints) &&
         (is_overridden || std::ranges::all_of(project.members, [&](const ProjectMember& member) {
            return allows(member.requires_dist);
          }));
}

std::vector<Version> own_releases(const ArmSolver& solver, const PackageName& name) {
  std::vector<Version> releases;
  if (const ArmPackage* package = solver.pages().find(name))
    for (const auto& [release, places] : package->own) releases.push_back(release);
  return releases;
}

class Agreement {
 public:
  Agreement(Solvers& solvers, const ArmContext& context, const HeldReleases& before,
            std::vector<std::string>& notes)
      : solvers_(solvers), context_(context), before_(before), notes_(notes) {}

  Result<void> reach() {
    const std::vector<PackageName>& companions = context_.setup.companions;
    if (companions.empty()) return solve_each({});
    const PackageName& torch = companions.front();
    for (const ArmSolver& solver : solvers_)
      if (own_releases(solver, torch).empty()) return no_builds(solver, torch);
    HeldReleases held;
    if (context_.setup.same_versions) {
      TRY(const auto agreed, newest_for_all(torch, everyone(), held));
      if (agreed) held.emplace(torch, *agreed);
    }
    if (held.empty()) TRY_OK(solve_each(torch));
    for (ArmSolver& solver : solvers_) {
      TRY(const bool is_solved, solver.narrow());
      if (!is_solved) return refusal_of(solver, torch);
    }
    if (held.empty()) {
      if (context_.setup.same_versions) note_who_stays_behind(torch);
      return {};
    }
    for (std::size_t i = 1; i < companions.size(); ++i) TRY_OK(hold(companions[i], held));
    for (ArmSolver& solver : solvers_) {
      if (solver.held() == held) continue;
      TRY(const bool is_solved, solver.solve(held));
      if (!is_solved) return refusal_of(solver, torch);
    }
    return {};
  }

 private:
  using Some = std::vector<ArmSolver*>;

  Some everyone() {
    Some all;
    for (ArmSolver& solver : solvers_) all.push_back(&solver);
    return all;
  }

  /// Releases that may be tried, the one of the older lock first, then from the newest down.
  std::vector<Version> candidates(const PackageName& name, const Some& solvers) const {
    std::vector<Version> common = own_releases(*solvers.front(), name);
    std::erase_if(common, [&](const Version& release) {
      return !is_allowed(context_.request.project, name, release) ||
             std::ranges::any_of(solvers, [&](const ArmSolver* solver) {
               const ArmPackage* package = solver->pages().find(name);
               return package == nullptr || !package->own.contains(release);
             });
    });
    std::ranges::reverse(common);
    if (const auto kept = before_.find(name); kept != before_.end())
      if (const auto found = std::ranges::find(common, kept->second); found != common.end())
        std::rotate(common.begin(), found, found + 1);
    return common;
  }

  Result<std::optional<Version>> newest_for_all(const PackageName& name, const Some& among,
                                                const HeldReleases& held) {
    for (const Version& release : candidates(name, among)) {
      HeldReleases with = held;
      with.insert_or_assign(name, release);
      bool are_solved = true;
      for (ArmSolver& solver : solvers_) {
        TRY(are_solved, solver.solve(with));
        if (!are_solved) break;
      }
      if (are_solved) return std::optional(release);
    }
    return std::optional<Version>();
  }

  /// Each its newest; `name` is torch, if the data has companions.
  Result<void> solve_each(const std::optional<PackageName>& name) {
    for (ArmSolver& solver : solvers_) {
      bool is_solved = false;
      if (!name) {
        TRY(is_solved, solver.solve({}));
      } else {
        for (const Version& release : candidates(*name, {&solver})) {
          TRY(is_solved, solver.solve({{*name, release}}));
          if (is_solved) break;
        }
      }
      if (!is_solved) return name ? refusal_of(solver, *name) : std::unexpected(*solver.refusal());
    }
    return {};
  }

  Result<void> hold(const PackageName& name, HeldReleases& held) {
    std::set<Version> found;
    Some having;
    for (ArmSolver& solver : solvers_)
      if (const auto release = solver.release(name)) {
        found.insert(*release);
        having.push_back(&solver);
      }
    if (found.size() == 1) held.emplace(name, *found.begin());
    if (found.size() < 2) return {};
    TRY(const auto agreed, newest_for_all(name, having, held));
    if (agreed) {
      held.emplace(name, *agreed);
      return {};
    }
    for (ArmSolver& solver : solvers_) {
      TRY(const bool is_solved, solver.solve(held));
      if (!is_solved) return refusal_of(solver, name);
    }
    note_who_stays_behind(name);
    return {};
  }

  void note_who_stays_behind(const PackageName& name) {
    std::optional<Version> newest;
    for (const ArmSolver& solver : solvers_)
      if (const auto release = solver.release(name); release && (!newest || *newest < *release))
        newest = release;
    std::vector<std::string> behind;
    for (const ArmSolver& solver : solvers_)
      if (const auto release = solver.release(name); release && *release != *newest)
        behind.push_back(fmt::format("`{}` has {}", solver.arm().name, release->to_string()));
    if (behind.empty()) return;
    notes_.push_back(
        fmt::format("No release of `{}` has builds for all accelerators: {}, the others {}",
                    name.text(), join_in_words(behind, "and"), newest->to_string()));
  }

  std::unexpected<Error> no_builds(const ArmSolver& solver, const PackageName& name) const {
    return fail_with_code(
        ErrorKind::no_solution, {},
        fmt::format("The index of the accelerator `{}` has no builds of `{}`", solver.arm().name,
                    name.text()),
        solver.arm().index.text(), {},
        fmt::format("remove `{}` from `accelerators` ({}), or name its index in "
                    "`[tool.axle.accelerator.{}]`",
                    solver.arm().name, context_.request.project.accelerators->place,
                    solver.arm().name));
  }

  std::unexpected<Error> refusal_of(const ArmSolver& solver, const PackageName& name) const {
    std::vector<std::string> releases;
    for (const Version& release : own_releases(solver, name))
      releases.push_back(release.to_string());
    if (releases.size() > 8) releases.erase(releases.begin(), releases.end() - 8);
    std::string message = fmt::format(
        "No release of `{}` that the project allows can be had for the accelerator `{}`; the "
        "newest that its index has: {}",
        name.text(), solver.arm().name, join_in_words(releases, "and"));
    std::string hint =
        fmt::format("allow one of these releases, or remove `{}` from `accelerators` ({})",
                    solver.arm().name, context_.request.project.accelerators->place);
    if (!solver.refusal()) return fail(ErrorKind::no_solution, std::move(message), std::move(hint));
    auto failure = while_doing(std::move(message), *solver.refusal());
    failure.error().hints.push_back(std::move(hint));
    return failure;
  }

  Solvers& solvers_;
  const ArmContext& context_;
  const HeldReleases& before_;
  std::vector<std::string>& notes_;
};

}  // namespace

Result<void> agree_on_releases(std::deque<ArmSolver>& solvers, const ArmContext& context,
                               const HeldReleases& before, std::vector<std::string>& notes) {
  return Agreement(solvers, context, before, notes).reach();
}

}  // namespace axle
