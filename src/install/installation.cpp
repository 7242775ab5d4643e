// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "axle/base/reporter.hpp"
#include "axle/install/apply.hpp"
#include "base/file.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "install/byte_code.hpp"
#include "install/commit_steps.hpp"
#include "install/installed_files.hpp"
#include "install/layout.hpp"
#include "install/saved_copies.hpp"
#include "install/staging_area.hpp"
#include "install/startup_hooks.hpp"
#include "install/whole_environment.hpp"
#include "transaction/journal.hpp"

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
  bool is_new = false;  // the whole environment takes its place, not only packages
  bool is_over = false;
  std::atomic<std::size_t> staged_count{0};

  std::vector<InstalledPackage> staying() const {
    std::vector<InstalledPackage> packages = plan.kept;
    packages.insert(packages.end(), plan.extraneous.begin(), plan.extraneous.end());
    return packages;
  }

  Result<std::string> carry_out();
  Result<void> put_in_place();

  ~State() {
    area.reset();
    // A journal that is still there belongs to a commit that could neither be completed nor undone:
    // the next run needs it.
    if (is_over || journal.is_pending()) return;
    if (auto cleared = journal.clear(); !cleared) log_debug("{}", cleared.error().message);
  }
};

/// The environment as a whole.
Result<void> Installation::State::put_in_place() {
  for (const bool whole_directories : {true, false}) {
    TRY(std::vector<JournalStep> steps,
        replace_everything(layout.prefix(), journal.stage_root(), whole_directories));
    const Result<void> done =
        journal.commit(std::move(steps), {}, options.durable, options.on_commit);
    if (done) break;
    if (!whole_directories || !journal.met_layer_boundary()) return std::unexpected(done.error());
  }
  return {};
}

/// Plans the renames and does them. Returns where what a user may miss is kept; empty: nowhere.
Result<std::string> Installation::State::carry_out() {
  if (is_new) {
    TRY_OK(put_in_place());
    return std::string();
  }
  std::optional<std::unordered_map<std::string, std::string>> owners;  // read when first asked for
  const auto owner_of = [&](const std::string& path) {
    if (!owners) owners = owners_among(staying(), layout);
    const auto found = owners->find(path);
    return found == owners->end() ? std::string() : found->second;
  };
  for (const bool whole_directories : {true, false}) {
    CommitSteps planner(
        layout, journal.stage_root(), removals.paths, owner_of,
        {.whole_directories = whole_directories, .allow_overlap = options.allow_overlap});
    TRY(std::vector<JournalStep> steps, planner.plan());
    if (steps.empty()) return std::string();
    SavedCopies copies(layout.prefix());
    for (const std::string& path : planner.given_way()) TRY_OK(copies.add(path));
    const Result<void> done =
        journal.commit(std::move(steps), {layout.purelib(), layout.platlib(), layout.scripts()},
                       options.durable, options.on_commit);
    if (done) {
      for (const std::string& path : planner.given_way())
        std::erase(removals.kept, escape_foreign(path));
      return std::move(copies).keep();
    }
    // An overlay moves no directory that comes from a lower layer (an image's): file by file then.
    if (!whole_directories || !journal.met_layer_boundary()) return std::unexpected(done.error());
  }
  return fail(ErrorKind::bug, "a commit was neither done nor refused");
}

Installation::Installation(std::unique_ptr<State> state) : state_(std::move(state)) {}
Installation::Installation(Installation&&) noexcept = default;
Installation& Installation::operator=(Installation&&) noexcept = default;
Installation::~Installation() = default;

Result<Installation> Installation::begin(const InstallRequest& request) {
  const InstallPlan& plan = request.plan;
  const bool is_new = static_cast<bool>(request.skeleton);
  TRY(EnvironmentLayout layout,
      is_new ? EnvironmentLayout::of_new(request.target) : EnvironmentLayout::of(request.target));
  TRY_OK(check_writable(layout));
  Journal journal(layout.prefix(), request.options.before_step);
  std::unique_ptr<State> state(new State{plan,
                                         request.target,
                                         request.options,
                                         request.reporter,
                                         std::move(layout),
                                         std::move(journal),
                                         {},
                                         nullptr,
                                         std::vector<std::atomic<bool>>(plan.installs.size()),
                                         {},
                                         is_new});
  for (const PlannedInstall& install : plan.installs)
    for (const InstalledPackage& package : install.replaces)
      TRY_OK(add_files_of(package, state->layout, state->removals));
  for (const InstalledPackage& package : plan.removals)
    TRY_OK(add_files_of(package, state->layout, state->removals));
  keep_shared_files(state->staying(), state->layout, state->removals);
  TRY_OK(state->journal.prepare());
  TRY(state->area, StagingArea::create(state->layout, state->target, state->journal.stage_root(),
                                       request.options));
  for (const auto& [path, contents] : state->removals.rewritten) {
    if (contents.empty()) continue;
    const fs::path staged = state->journal.stage_root() / path;
    TRY_OK(make_directories(staged.parent_path()));
    TRY_OK(write_file_quickly(staged, contents));
  }
  if (is_new) TRY_OK(request.skeleton(state->journal.stage_root()));
  return Installation(std::move(state));
}

Result<void> Installation::stage(std::size_t position, const StoredWheel& wheel) {
  State& state = *state_;
  const PlannedInstall& install = state.plan.installs.at(position);
  const WheelManifest& manifest = *wheel.manifest;
  const std::vector<std::string_view> hooks = startup_hooks_of(wheel);
  if (!hooks.empty()) {
    const std::string first = escape_foreign(hooks.front());
    if (state.options.deny_startup_hooks)
      return fail_with_code(
          ErrorKind::integrity, ErrorCode::wheel_hook,
          fmt::format("`{}` has `{}`, which Python would run at every start", manifest.name, first),
          std::string(manifest.name), first, "leave out `--deny-hooks` if you trust it");
    state.startup_hooks.with([&](auto& told) {
      for (const std::string_view hook : hooks)
        if (!is_well_known_hook(manifest, hook) && !finds_own_tree(install.wanted.direct_url, hook))
          told.push_back(fmt::format("{}: {}", manifest.name, escape_foreign(hook)));
    });
  }
  state.area->add(
      wheel, {state.options.installer_metadata, install.wanted.requested, direct_url_text(install),
              wheel_name_text(install, manifest), install.wanted.notes});
  state.staged[position] = true;
  state.reporter.installing(++state.staged_count, state.plan.installs.size());
  return state.area->has_failed() ? state.area->finish() : Result<void>{};
}

Result<InstallReport> Installation::commit() {
  State& state = *state_;
  TRY_OK(state.area->finish());
  if (!std::ranges::all_of(state.staged, [](const auto& done) { return done.load(); }))
    return fail(ErrorKind::bug, "a package of the plan was not staged");
  if (!state.options.bytecode_compiler.empty() && !state.plan.installs.empty())
    TRY_OK(compile_staged(state.options.bytecode_compiler, state.layout, state.journal.stage_root(),
                          ThreadPool::cores()));
  TRY(std::string saved, state.carry_out());

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
  report.saved_in = std::move(saved);
  report.unlisted = std::move(state.removals.unlisted);
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
