// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "axle/install/apply.hpp"
#include "base/file.hpp"
#include "base/log.hpp"
#include "base/reporter.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "install/commit_steps.hpp"
#include "install/installed_files.hpp"
#include "transaction/journal.hpp"
#include "install/layout.hpp"
#include "install/staging_area.hpp"

namespace axle {
namespace {

Result<void> check_writable(const EnvironmentLayout& layout) {
  for (const std::string& directory : {std::string(), layout.purelib()}) {
    const fs::path path = layout.prefix() / directory;
    if (::access(path.c_str(), W_OK) == 0 || errno == ENOENT) continue;
    return io_failure("write to", path, errno);
  }
  return {};
}

std::string direct_url_text(const PlannedInstall& install) {
  return install.wanted.direct_url ? install.wanted.direct_url->to_json() : std::string();
}

/// The wheel's file name, where it alone has the local version. The dist-info directory's name is
/// what the environment will be read by.
std::string wheel_name_text(const PlannedInstall& install, const WheelManifest& manifest) {
  const std::string_view stem = manifest.dist_info.substr(0, manifest.dist_info.rfind('.'));
  const auto written = Version::parse(stem.substr(std::min(stem.find('-'), stem.size() - 1) + 1));
  const Version& version = install.wanted.version;
  if (!version.has_local() || !written || written->has_local()) return {};
  return install.wanted.wheel.filename + "\n";
}

}  // namespace

struct Installation::State {
  const InstallPlan& plan;
  InstallTarget target;
  InstallOptions options;
  Reporter& reporter;
  EnvironmentLayout layout;
  Journal journal;
  FilesToRemove removals;
  std::unique_ptr<StagingArea> area;
  std::vector<std::atomic<bool>> staged;
  Guarded<std::vector<std::string>> startup_hooks;
  bool is_over = false;
  std::atomic<std::size_t> staged_count{0};

  std::vector<InstalledPackage> staying() const {
    std::vector<InstalledPackage> packages = plan.kept;
    packages.insert(packages.end(), plan.extraneous.begin(), plan.extraneous.end());
    return packages;
  }

  ~State() {
    area.reset();
    // A journal that is still there belongs to a commit that could neither be completed nor undone:
    // the next run needs it.
    if (is_over || path_exists(journal.root() / "journal")) return;
    if (auto cleared = journal.clear(); !cleared) log_debug("{}", cleared.error().message);
  }
};

Installation::Installation(std::unique_ptr<State> state) : state_(std::move(state)) {}
Installation::Installation(Installation&&) noexcept = default;
Installation& Installation::operator=(Installation&&) noexcept = default;
Installation::~Installation() = default;

Result<Installation> Installation::begin(const InstallRequest& request) {
  const InstallPlan& plan = request.plan;
  TRY(EnvironmentLayout layout, EnvironmentLayout::of(request.target));
  TRY_OK(check_writable(layout));
  Journal journal(layout.prefix());
  std::unique_ptr<State> state(new State{plan,
                                         request.target,
                                         request.options,
                                         request.reporter,
                                         std::move(layout),
                                         std::move(journal),
                                         {},
                                         nullptr,
                                         std::vector<std::atomic<bool>>(plan.installs.size()),
                                         {}});
  for (const PlannedInstall& install : plan.installs)
    for (const InstalledPackage& package : install.replaces)
      TRY_OK(add_files_of(package, state->layout, state->removals));
  for (const InstalledPackage& package : plan.removals)
    TRY_OK(add_files_of(package, state->layout, state->removals));
  keep_shared_files(state->staying(), state->layout, state->removals);
  TRY(state->area, StagingArea::create(state->layout, state->target, state->journal.stage_root(),
                                       request.options.link_mode, request.options.threads));
  return Installation(std::move(state));
}

Result<void> Installation::stage(std::size_t position, const StoredWheel& wheel) {
  State& state = *state_;
  const PlannedInstall& install = state.plan.installs.at(position);
  const WheelManifest& manifest = *wheel.manifest;
  if (!manifest.startup_hooks.empty()) {
    const std::string first = escape_foreign(manifest.startup_hooks.front());
    if (state.options.deny_startup_hooks)
      return fail_with_code(
          ErrorKind::integrity, "E_WHEEL_HOOK",
          fmt::format("`{}` has `{}`, which Python would run at every start", manifest.name, first),
          std::string(manifest.name), first, "leave out `--deny-hooks` if you trust it");
    state.startup_hooks.with([&](auto& hooks) {
      for (const std::string_view hook : manifest.startup_hooks)
        hooks.push_back(fmt::format("{}: {}", manifest.name, escape_foreign(hook)));
    });
  }
  state.area->add(wheel, {state.options.installer_metadata, install.wanted.requested,
                          direct_url_text(install), wheel_name_text(install, manifest)});
  state.staged[position] = true;
  state.reporter.installing(++state.staged_count, state.plan.installs.size());
  return state.area->has_failed() ? state.area->finish() : Result<void>{};
}

Result<InstallReport> Installation::commit() {
  State& state = *state_;
  TRY_OK(state.area->finish());
  if (!std::ranges::all_of(state.staged, [](const auto& done) { return done.load(); }))
    return fail(ErrorKind::bug, "a package of the plan was not staged");
  const std::vector<InstalledPackage> staying = state.staying();
  CommitSteps planner(
      state.layout, state.journal.stage_root(), state.removals.paths,
      [&](const std::string& path) { return owner_among(staying, state.layout, path); });
  TRY(const std::vector<JournalStep> steps, planner.plan());
  if (!steps.empty()) TRY_OK(state.journal.commit(steps, state.options.durable, state.options.on_commit));

  // Done. What is left is rubbish, and failing to remove it undoes nothing.
  InstallReport report;
  report.installed = state.plan.installs.size();
  report.removed = state.plan.removals.size();
  for (const PlannedInstall& install : state.plan.installs)
    report.removed += install.replaces.size();
  report.files = state.area->files();
  report.used_link_mode = state.area->linker().mode();
  report.startup_hooks = state.startup_hooks.with([](auto& hooks) { return std::move(hooks); });
  std::ranges::sort(report.startup_hooks);
  report.kept_files = std::move(state.removals.kept);
  if (state.area->linker().fell_back_to_copy() && state.options.link_mode != LinkMode::copy)
    state.reporter.warning(
        "files could not be linked from the cache and were copied: cache and environment are on "
        "different file systems, or theirs has no links");
  if (auto cleared = state.journal.clear(); !cleared) log_debug("{}", cleared.error().message);
  state.is_over = true;
  return report;
}

Result<InstallReport> apply_plan(const InstallRequest& request,
                                 std::span<const StoredWheel> wheels) {
  TRY(Installation installation, Installation::begin(request));
  for (std::size_t i = 0; i < wheels.size(); ++i) TRY_OK(installation.stage(i, wheels[i]));
  return installation.commit();
}

}  // namespace axle
