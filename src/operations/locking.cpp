// SPDX-License-Identifier: MIT
#include "operations/locking.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>

#include "base/file.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "lock/freshness.hpp"
#include "operations/build_hint.hpp"
#include "operations/explain_lock.hpp"
#include "operations/lock_arms.hpp"
#include "operations/locked_sources.hpp"
#include "operations/poetry_preferences.hpp"
#include "operations/project_selection.hpp"
#include "operations/python_target.hpp"
#include "operations/resolve_packages.hpp"
#include "operations/resolve_with_builds.hpp"
#include "operations/source_trees.hpp"
#include "operations/universal_input.hpp"

namespace axle {
namespace {

constexpr std::uint64_t max_lock_bytes = std::uint64_t{256} << 20;

using Moment = std::chrono::steady_clock::time_point;

void say_resolved(std::size_t packages, Moment start, Services& services) {
  services.reporter().resolved(packages, std::chrono::steady_clock::now() - start);
}

/// What the project supports; what the interpreter is, if it does not say.
RequiresPython python_of(const Project& project, const std::optional<Interpreter>& interpreter,
                         Services& services) {
  if (project.requires_python) return *project.requires_python;
  const auto release = interpreter->version.release();
  const std::string text = fmt::format(">={}.{}", release[0], release.size() > 1 ? release[1] : 0);
  services.reporter().warning(
      fmt::format("No `requires-python` value found in the workspace. Defaulting to `{}`.", text));
  return RequiresPython::from(VersionSpecifiers::parse(text).value_or(VersionSpecifiers()));
}

Result<std::optional<Lockfile>> read_lock(const LockRequest& request) {
  const std::filesystem::path path = request.project.lockfile_path();
  auto text = read_file(path, max_lock_bytes);
  if (!text && text.error().kind == ErrorKind::not_found) {
    if (request.use == LockUse::locked)
      return fail(ErrorKind::failed,
                  fmt::format("Unable to find lockfile at `{}`, but `{}` was provided",
                              request.project.lockfile_name(), request.flag),
                  "run `axle lock` to make one");
    return std::optional<Lockfile>();
  }
  if (!text) return std::unexpected(std::move(text).error());
  TRY(Lockfile lockfile, parse_lockfile(path, *std::move(text)));
  return std::optional(std::move(lockfile));
}

BuildUse build_use(const Project& project, const Settings& settings,
                   const Interpreter& interpreter) {
  BuildUse use{
      .settings = settings, .interpreter = interpreter, .constraints = project.build_constraints};
  for (const ProjectMember& member : project.members) use.members.insert(member.name);
  return use;
}

LockWishes wishes_of(const LockRequest& request) {
  LockWishes wishes{
      .upgrade = request.settings.upgrade,
      .upgrade_packages = {},
      .refresh = request.resolver.refresh || !request.resolver.refresh_package.empty()};
  for (const Requirement& requirement : request.settings.upgrade_package)
    wishes.upgrade_packages.insert(requirement.name);
  return wishes;
}

}  // namespace

std::unexpected<Error> outdated_lock(std::string_view flag, std::string_view name) {
  return fail(
      ErrorKind::failed,
      fmt::format("The lockfile at `{}` needs to be updated, but `{}` was provided", name, flag),
      "run `axle lock` to update the lockfile");
}

LockUse lock_use(const LockFlags& flags, bool dry_run, Services& services) {
  if (flags.frozen) return LockUse::frozen;
  if (flags.locked) return LockUse::locked;
  const auto is_set = [&](const char* variable, bool is_switched_off) {
    return !is_switched_off && services.environment().get_flag(variable).value_or(false);
  };
  if (is_set("FROZEN", flags.no_frozen)) return LockUse::frozen;
  if (is_set("LOCKED", flags.no_locked)) return LockUse::locked;
  return dry_run ? LockUse::dry_run : LockUse::update;
}

namespace {

/// Writes a lock that says other things than the previous one, where that is allowed.
Result<LockOutcome> settled(LockOutcome outcome, const LockRequest& request) {
  outcome.is_changed = !outcome.previous || !outcome.lockfile.same_contents(*outcome.previous);
  if (!outcome.is_changed) {
    outcome.lockfile = *outcome.previous;  // with its revision
    return outcome;
  }
  if (request.use == LockUse::locked) {
    if (!request.only_plan) return outdated_lock(request.flag, request.project.lockfile_name());
    outcome.is_refused = true;
  }
  if (request.use == LockUse::update) {
    std::string text = lockfile_text(outcome.lockfile);
    if (request.is_written_later)
      outcome.unwritten = std::move(text);
    else
      TRY_OK(write_file_atomically(request.project.lockfile_path(), text));
  }
  return outcome;
}

}  // namespace

Result<LockOutcome> lock_project(const LockRequest& request, Services& services) {
  const Moment start = std::chrono::steady_clock::now();
  Project project = request.project;
  LockOutcome outcome;
  TRY(outcome.previous, read_lock(request));
  if (request.use == LockUse::frozen) {
    if (!outcome.previous)
      return fail(ErrorKind::failed,
                  fmt::format("Unable to find lockfile at `{}`, but `--frozen` was provided",
                              project.lockfile_name()),
                  "run `axle lock` to make one");
    outcome.lockfile = *outcome.previous;
    for (const ProjectMember& member : project.members)
      if (const auto [first, last] = outcome.lockfile.positions_of(member.name); first == last)
        return fail(ErrorKind::failed,
                    fmt::format("The lockfile at `{}` needs to be updated, but `--frozen` was "
                                "provided: Missing workspace member `{}`",
                                project.lockfile_name(), member.name.text()),
                    "run `axle lock` to update the lockfile");
    return outcome;
  }
  // A lock that holds is mostly left without a look at the Pythons of this machine.
  std::optional<Interpreter> interpreter;
  const auto look_for_python = [&]() -> Result<void> {
    TRY(interpreter, project_interpreter(project, request.python, services));
    return {};
  };
  if (!outcome.previous || lock_needs_python(project, request.python, services))
    TRY_OK(look_for_python());
  const RequiresPython requires_python = python_of(project, interpreter, services);
  std::optional<SourceBuilder> builder;
  const BuilderMaker builder_for = [&]() -> Result<SourceBuilder*> {
    if (!interpreter) TRY_OK(look_for_python());
    if (!builder) builder.emplace(build_use(project, request.settings, *interpreter), services);
    return &*builder;
  };
  // A lock has no version of a tree whose version is dynamic, so that it may be judged without
  // asking a backend. What the backend says is needed once it is not good enough.
  TreeDetail detail = outcome.previous ? TreeDetail::requirements : TreeDetail::everything;
  TRY_OK(complete_members(project, builder_for, services, detail));
  const LockWishes wishes = wishes_of(request);
  if (project.accelerators) {
    TRY(std::optional<Lockfile> locked,
        lock_arms({request, outcome.previous, requires_python, wishes, std::move(interpreter)},
                  services));
    outcome.lockfile = locked ? *std::move(locked) : *outcome.previous;
    if (!request.is_silent) say_resolved(outcome.lockfile.packages.size(), start, services);
    return settled(std::move(outcome), request);
  }
  LockBasis basis = lock_basis(project, request.settings, requires_python);
  LockJudgement judgement{LockFitness::unusable, "there is none", {}};
  const auto judge = [&]() -> Result<void> {
    TRY(basis.trees, trees_of(*outcome.previous, project, builder_for, services, detail));
    if (same_conflicts(outcome.previous->conflicts, basis.conflicts))
      basis.conflicts = outcome.previous->conflicts;
    judgement = judge_lock(*outcome.previous, basis, wishes);
    return {};
  };
  if (outcome.previous) TRY_OK(judge());
  if (judgement.fitness != LockFitness::satisfies && detail == TreeDetail::requirements) {
    detail = TreeDetail::everything;
    TRY_OK(complete_members(project, builder_for, services));
    basis = lock_basis(project, request.settings, requires_python);
    TRY_OK(judge());
  }
  if (auto capacity = Marker::check_capacity(); !capacity)
    return while_doing("could not compare `uv.lock` with the project", std::move(capacity).error());
  if (judgement.fitness == LockFitness::satisfies) {
    outcome.lockfile = *outcome.previous;
    if (!request.is_silent) say_resolved(outcome.lockfile.packages.size(), start, services);
    return outcome;
  }
  const auto explain = [&](const std::vector<std::string>& lines) {
    for (const std::string& line : lines) services.reporter().notice(escape_foreign(line));
  };
  const bool is_verbose = services.run_options().verbose > 0;
  if (!judgement.notice.empty()) services.reporter().notice(judgement.notice);
  if (is_verbose)
    explain(why_locked_anew(judgement, outcome.previous ? &*outcome.previous : nullptr, basis));
  if (!interpreter) TRY_OK(look_for_python());
  ResolveInput input = universal_input(request, project, *interpreter, requires_python, services);
  input.conflicts = conflicts_to_resolve(basis.conflicts);
  if (judgement.fitness != LockFitness::unusable)
    input.preferences = preferences_of(*outcome.previous, wishes, project.root);
  if (judgement.fitness == LockFitness::preferable)
    std::get<AllEnvironments>(input.environment).stored_forks = stored_forks(*outcome.previous);

  TRY(SourceBuilder* const building, builder_for());
  if (!outcome.previous) {
    FirstPreferences first = poetry_preferences(project, wishes, services);
    input.preferences = std::move(first.versions);
    building->prefer_commits(std::move(first.commits));
  }
  if (outcome.previous) building->prefer_commits(locked_commits(*outcome.previous, wishes));
  auto resolution = resolve_with_builds(input, request.resolver, *building, services);
  if (!resolution) return std::unexpected(std::move(resolution).error());
  basis.commits = building->use().commits;
  TRY(outcome.lockfile, make_lockfile(*resolution, basis));
  if (!request.is_silent) say_resolved(outcome.lockfile.packages.size(), start, services);
  say_warnings(*resolution, services);
  if (is_verbose) explain(resolution_story(*resolution));
  return settled(std::move(outcome), request);
}

}  // namespace axle
