// SPDX-License-Identifier: MIT
#include "locking/locking.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>

#include "base/file.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "lock/freshness.hpp"
#include "lock/wheel_versions.hpp"
#include "locking/explain_lock.hpp"
#include "locking/lock_arms.hpp"
#include "locking/lock_wishes.hpp"
#include "locking/locked_sources.hpp"
#include "locking/poetry_preferences.hpp"
#include "locking/universal_input.hpp"
#include "provision/build_hint.hpp"
#include "provision/locked_archives.hpp"
#include "provision/project_selection.hpp"
#include "provision/resolve_packages.hpp"
#include "provision/resolve_with_builds.hpp"
#include "provision/source_trees.hpp"
#include "provision/wanted_packages.hpp"
#include "services/python_target.hpp"

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

/// Every command refuses a lock whose wheels are not of their packages, as uv does.
Result<std::optional<Lockfile>> read_lock(const LockRequest& request, Services& services) {
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
  if (!takes_any_version(services.environment())) TRY_OK(check_wheel_versions(lockfile));
  return std::optional(std::move(lockfile));
}

BuildUse build_use(const Project& project, const Settings& settings,
                   const Interpreter& interpreter) {
  BuildUse use{
      .settings = settings, .interpreter = interpreter, .constraints = project.build_constraints};
  for (const ProjectMember& member : project.members) use.members.insert(member.name);
  return use;
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

/// The lock as it is, which has to be there and to know every member.
Result<LockOutcome> frozen_lock(const Project& project, std::optional<Lockfile> lock) {
  if (!lock)
    return fail(ErrorKind::failed,
                fmt::format("Unable to find lockfile at `{}`, but `--frozen` was provided",
                            project.lockfile_name()),
                "run `axle lock` to make one");
  for (const ProjectMember& member : project.members)
    if (const auto [first, last] = lock->positions_of(member.name); first == last)
      return fail(ErrorKind::failed,
                  fmt::format("The lockfile at `{}` needs to be updated, but `--frozen` was "
                              "provided: Missing workspace member `{}`",
                              project.lockfile_name(), member.name.text()),
                  "run `axle lock` to update the lockfile");
  LockOutcome outcome;
  outcome.lockfile = *lock;
  outcome.previous = std::move(lock);
  return outcome;
}

/// A lock in the making: the previous one is judged first, and only what no longer holds is done
/// anew. What costs most is done last and only where it is needed: the look for a Python, the
/// question to a backend, the network.
class Locking {
 public:
  Locking(const LockRequest& request, LockWishes wishes, std::optional<Lockfile> previous,
          Services& services)
      : request_(request),
        services_(services),
        project_(request.project),
        wishes_(std::move(wishes)) {
    outcome_.previous = std::move(previous);
  }

  Result<LockOutcome> run() {
    TRY_OK(prepare());
    if (project_.accelerators) return lock_by_accelerator();
    TRY_OK(judge_previous());
    if (auto capacity = Marker::check_capacity(); !capacity)
      return while_doing("could not compare `uv.lock` with the project",
                         std::move(capacity).error());
    if (judgement_.fitness == LockFitness::satisfies) {
      outcome_.lockfile = *outcome_.previous;
      say_done();
      return std::move(outcome_);
    }
    TRY_OK(lock_anew());
    return settled(std::move(outcome_), request_);
  }

 private:
  Result<void> look_for_python() {
    if (interpreter_) return {};
    TRY(interpreter_, project_interpreter(project_, request_.python, services_));
    return {};
  }

  Result<SourceBuilder*> builder() {
    TRY_OK(look_for_python());
    if (!builder_)
      builder_.emplace(build_use(project_, request_.settings, *interpreter_), services_);
    return &*builder_;
  }

  /// What the project supports, and what its members state.
  Result<void> prepare() {
    if (!outcome_.previous) services_.expect_requests();
    // A lock that holds is mostly left without a look at the Pythons of this machine.
    if (!outcome_.previous || lock_needs_python(project_, request_.python, services_))
      TRY_OK(look_for_python());
    requires_python_ = python_of(project_, interpreter_, services_);
    // A lock has no version of a tree whose version is dynamic, so that it may be judged without
    // asking a backend. What the backend says is needed once it is not good enough.
    if (outcome_.previous) detail_ = TreeDetail::requirements;
    return complete_members(project_, builder_for_, services_, detail_);
  }

  Result<LockOutcome> lock_by_accelerator() {
    TRY(std::optional<Lockfile> locked,
        lock_arms({request_, outcome_.previous, requires_python_, wishes_, std::move(interpreter_)},
                  services_));
    outcome_.lockfile = locked ? *std::move(locked) : *outcome_.previous;
    say_done();
    return settled(std::move(outcome_), request_);
  }

  Result<void> judge() {
    read_locked_trees(*outcome_.previous, project_, builder_for_, detail_, services_, basis_);
    TRY_OK(read_locked_archives(*outcome_.previous, wishes_, basis_));
    if (same_conflicts(outcome_.previous->conflicts, basis_.conflicts))
      basis_.conflicts = outcome_.previous->conflicts;
    judgement_ = judge_lock(*outcome_.previous, basis_, wishes_);
    return {};
  }

  /// First by what the files state, then, if that is not good enough, by what backends say.
  Result<void> judge_previous() {
    basis_ = lock_basis(project_, request_.settings, requires_python_);
    if (!outcome_.previous) return {};
    TRY_OK(judge());
    if (judgement_.fitness == LockFitness::satisfies || detail_ != TreeDetail::requirements)
      return {};
    detail_ = TreeDetail::everything;
    TRY_OK(complete_members(project_, builder_for_, services_));
    basis_ = lock_basis(project_, request_.settings, requires_python_);
    TRY_OK(judge());
    return {};
  }

  /// What to resolve, with what the previous lock and other tools' locks prefer.
  Result<ResolveInput> input_for(SourceBuilder& building) {
    TRY_OK(look_for_python());
    ResolveInput input =
        universal_input(request_, project_, *interpreter_, requires_python_, services_);
    input.conflicts = conflicts_to_resolve(basis_.conflicts);
    const auto& previous = outcome_.previous;
    if (judgement_.fitness != LockFitness::unusable)
      input.preferences = preferences_of(*previous, wishes_, project_.root);
    if (judgement_.fitness == LockFitness::preferable)
      std::get<AllEnvironments>(input.environment).stored_forks = stored_forks(*previous);
    if (!previous) {
      FirstPreferences first = poetry_preferences(project_, wishes_, services_);
      input.preferences = std::move(first.versions);
      building.prefer_commits(std::move(first.commits));
    } else {
      building.prefer_commits(locked_commits(*previous, wishes_));
    }
    return input;
  }

  Result<void> lock_anew() {
    const bool is_verbose = services_.run_options().verbose > 0;
    if (!judgement_.notice.empty()) services_.reporter().notice(judgement_.notice);
    if (is_verbose)
      say_lines(
          why_locked_anew(judgement_, outcome_.previous ? &*outcome_.previous : nullptr, basis_));
    TRY(SourceBuilder* const building, builder());
    TRY(const ResolveInput input, input_for(*building));
    TRY(const Resolution resolution,
        resolve_with_builds(input, request_.resolver, *building, services_));
    basis_.commits = building->use().commits;
    TRY(outcome_.lockfile, make_lockfile(resolution, basis_));
    if (outcome_.previous)
      keep_hashes_of_local_wheels(*outcome_.previous, wishes_, outcome_.lockfile);
    say_done();
    say_warnings(resolution, services_);
    if (is_verbose) say_lines(resolution_story(resolution));
    return {};
  }

  void say_lines(const std::vector<std::string>& lines) {
    for (const std::string& line : lines) services_.reporter().notice(escape_foreign(line));
  }

  void say_done() {
    if (!request_.is_silent) say_resolved(outcome_.lockfile.packages.size(), start_, services_);
  }

  const Moment start_ = std::chrono::steady_clock::now();
  const LockRequest& request_;
  Services& services_;
  Project project_;  ///< with what backends say of its members
  LockOutcome outcome_;
  const LockWishes wishes_;
  std::optional<Interpreter> interpreter_;
  RequiresPython requires_python_;
  std::optional<SourceBuilder> builder_;
  const BuilderMaker builder_for_ = [this] { return builder(); };
  TreeDetail detail_ = TreeDetail::everything;
  LockBasis basis_;
  LockJudgement judgement_{LockFitness::unusable, "there is none", {}};
};

}  // namespace

Result<LockOutcome> lock_project(const LockRequest& request, Services& services) {
  TRY(std::optional<Lockfile> previous, read_lock(request, services));
  if (request.use == LockUse::frozen) return frozen_lock(request.project, std::move(previous));
  TRY(LockWishes wishes, lock_wishes(request));
  return Locking(request, std::move(wishes), std::move(previous), services).run();
}

}  // namespace axle
