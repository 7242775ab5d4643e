// SPDX-License-Identifier: MIT
#include "syncing/run_script.hpp"
#include "provision/make_environment.hpp"

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "locking/locking.hpp"
#include "provision/resolve_packages.hpp"
#include "provision/wanted_packages.hpp"
#include "python/venv.hpp"
#include "services/python_search.hpp"
#include "syncing/locked_packages.hpp"

namespace axle {
namespace {

/// In the environment: what it was made for.
constexpr std::string_view record_name = ".axle-script";

bool is_python_file(const RunProgramOptions& options, const fs::path& file) {
  const std::string name = file.filename().string();
  return file_exists(file) &&
         (options.script || options.gui_script || name.ends_with(".py") || name.ends_with(".pyw"));
}

/// The environment's Python if it suits the script, else one that does, in a new environment.
Result<Interpreter> script_interpreter(const ScriptProject& script, const fs::path& place,
                                       const RunProgramOptions& options, bool only_plan,
                                       Services& services) {
  TRY(Cache* const cache, services.cache());
  TRY(const PythonRequest request, script_python_request(script.project, options.python, services));
  const PythonSearch search = python_search(services);
  if (file_exists(place / "pyvenv.cfg"))
    if (auto known = interpreter_of_environment(place, *cache);
        known && (request.path || (request.accepts(*known) && search.counts(*known))))
      return known;
  TRY(const Interpreter base, find_interpreter(request, search, *cache));
  if (only_plan) {
    services.reporter().notice(
        fmt::format("Would create script environment at: {}", escape_foreign(place.string())));
    return interpreter_in_venv(place, base);
  }
  TRY_OK(make_directories(place.parent_path()));
  return make_private_environment(place, base);
}

/// What the script's lock says; locked anew if need be.
Result<std::vector<WantedPackage>> from_lock(const ScriptProject& script,
                                             const RunProgramOptions& options,
                                             const ResolutionTarget& target, Services& services) {
  TRY(const LockOutcome lock, lock_project({.project = script.project,
                                            .settings = script.settings,
                                            .resolver = options.resolver,
                                            .python = options.python,
                                            .use = lock_use(options.lock, false, services),
                                            .is_silent = true},
                                           services));
  return locked_packages(lock.lockfile, script.project, {},
                         {.target = target, .omissions = {}, .build = script.settings.build});
}

Result<std::vector<WantedPackage>> resolved(const ScriptProject& script,
                                            const RunProgramOptions& options,
                                            const Interpreter& interpreter,
                                            const ResolutionTarget& target, Services& services) {
  ResolveInput input = resolve_input(script.settings, target, services);
  input.requirements = script.project.requirements;
  input.constraints = script.project.constraints;
  input.overrides = script.project.overrides;
  input.excludes = script.project.excludes;
  SourceBuilder builder({.settings = script.settings,
                         .interpreter = interpreter,
                         .constraints = script.project.build_constraints},
                        services);
  TRY(const Resolution resolution,
      resolve_packages(input, options.resolver, builder, services, true));
  return wanted_packages(resolution, {.packages = {}, .commits = builder.use().commits});
}

/// Everything that decides what is installed, but for what indexes say.
std::string record_of(const ScriptProject& script, const RunProgramOptions& options,
                      const Interpreter& interpreter) {
  std::string text = script.text.metadata + "\n" + interpreter.base_executable.string();
  for (const IndexDefinition& index : script.settings.indexes.definitions)
    text += "\n" + index.url.text();
  for (const auto* list : {&options.index.index, &options.index.find_links})
    for (const std::string& word : *list) text += "\n" + word;
  text += fmt::format("\n{}{}", static_cast<int>(script.settings.resolution),
                      static_cast<int>(script.settings.prerelease));
  return sha256_hex(text);
}

/// A script needs no lock, unless the command says that there is one.
Result<void> check_lock_is_optional(const ScriptProject& script, const RunProgramOptions& options,
                                    Services& services) {
  const LockUse use = lock_use(options.lock, false, services);
  if (use != LockUse::locked && use != LockUse::frozen) return {};
  return fail(
      ErrorKind::invalid_input,
      fmt::format("Unable to find lockfile for Python script, but `--{}` was provided",
                  use == LockUse::frozen ? "frozen" : "locked"),
      fmt::format("`axle lock --script {}` makes it",
                  escape_foreign(script.file.lexically_relative(services.directory()).string())));
}

bool asks_anew(const RunProgramOptions& options, const Settings& settings) {
  return options.resolver.refresh || !options.resolver.refresh_package.empty() ||
         settings.upgrade || !settings.upgrade_package.empty() || settings.reinstall ||
         !settings.reinstall_package.empty();
}

}  // namespace

Result<std::optional<ScriptProject>> script_of(const RunProgramOptions& options,
                                               const std::optional<std::string>& text,
                                               Services& services) {
  if (options.command.empty() || options.module) return std::optional<ScriptProject>();
  const fs::path file = absolute_path(services.directory() / options.command.front());
  if (text) return read_script(services.directory() / "stdin.py", *text, options, services);
  if (!is_python_file(options, file)) return std::optional<ScriptProject>();
  TRY(const std::string contents, read_file(file));
  return read_script(file, contents, options, services);
}

Result<RunEnvironment> script_environment(const ScriptProject& script,
                                          const RunProgramOptions& options, bool only_plan,
                                          Services& services) {
  TRY(const fs::path place, script_environment_place(script, services));
  TRY(const Interpreter interpreter,
      script_interpreter(script, place, options, only_plan, services));
  TRY(const ResolutionTarget target,
      resolution_target(interpreter, std::nullopt, options.python_platform,
                        services.environment()));
  RunEnvironment environment = in_environment(interpreter);
  const bool has_lock = file_exists(script.project.lockfile_path());
  if (!has_lock) TRY_OK(check_lock_is_optional(script, options, services));
  const std::string record = record_of(script, options, interpreter);
  const auto known = read_file(place / record_name);
  if (has_lock || !known || *known != record || asks_anew(options, script.settings)) {
    EnvironmentChange change = environment_change(script.settings, options.installer);
    TRY(change.wanted, has_lock ? from_lock(script, options, target, services)
                                : resolved(script, options, interpreter, target, services));
    change.plan.exact = true;
    change.only_plan = only_plan;
    const bool is_there = file_exists(place / "pyvenv.cfg");
    TRY(EnvironmentOutcome outcome,
        is_there ? change_environment(std::move(change), interpreter, services)
                 : plan_new_environment(std::move(change), services));
    environment.changes.push_back(std::move(outcome));
    if (!has_lock && !only_plan) TRY_OK(write_file_quickly(place / record_name, record));
  }
  if (options.with.empty() && options.with_editable.empty() && options.with_requirements.empty())
    return environment;
  return environment_with(std::move(environment), options, services);
}

}  // namespace axle
