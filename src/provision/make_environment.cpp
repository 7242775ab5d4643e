// SPDX-License-Identifier: MIT
#include "provision/make_environment.hpp"

#include <optional>

#include "base/file.hpp"
#include "base/try.hpp"
#include "provision/carry_out.hpp"
#include "provision/planned_builds.hpp"
#include "python/pyvenv_cfg.hpp"
#include "python/venv.hpp"
#include "services/lock_patience.hpp"

namespace axle {

Result<EnvironmentOutcome> make_environment(EnvironmentChange change, const NewEnvironment& made,
                                            const EnvironmentLock& lock, Services& services) {
  const std::size_t wanted = change.wanted.size() + change.satisfied;
  const Interpreter interpreter = interpreter_in_venv(made.path, made.base);
  std::vector<InstalledPackage> nothing;
  TRY_OK(compare_builds(change, nothing, interpreter, services));
  TRY(InstallPlan plan, plan_install(change.wanted, {}, change.plan));
  EnvironmentOutcome outcome{.plan = std::move(plan), .checked = wanted};
  if (change.compile_bytecode) change.install.bytecode_compiler = made.base.base_executable;
  InstallTarget target = install_target(interpreter);
  target.relocatable = made.options.relocatable;
  const auto skeleton = [&made](const std::filesystem::path& stage) {
    return write_venv(stage, made.path, made.base, made.options);
  };
  TRY(CarriedOut done, carry_out({.plan = outcome.plan,
                                  .change = change,
                                  .lock = lock,
                                  .target = std::move(target),
                                  .interpreter = interpreter,
                                  .skeleton = skeleton},
                                 services));
  outcome.report = std::move(done.report);
  outcome.elapsed = done.elapsed;
  return outcome;
}

Result<EnvironmentOutcome> create_environment(EnvironmentChange change, const NewEnvironment& made,
                                              Services& services) {
  // Before the lock too, which makes a directory; but what an interrupted run left is no obstacle.
  if (!was_interrupted(made.path)) TRY_OK(check_venv_place(made.path, made.options));
  TRY(const auto patience, lock_patience(services.environment()));
  TRY(std::optional<EnvironmentLock> lock,
      EnvironmentLock::acquire_to_make(made.path, patience, services.reporter()));
  TRY_OK(check_venv_place(made.path, made.options));
  if (!made.options.allow_existing || !directory_exists(made.path))
    return make_environment(std::move(change), made, *lock, services);
  TRY_OK(write_venv(made.path, made.path, made.base, made.options));
  lock.reset();
  return change_environment(std::move(change), interpreter_in_venv(made.path, made.base), services);
}

Result<Interpreter> make_private_environment(const std::filesystem::path& path,
                                             const Interpreter& base) {
  const VenvOptions options{.clear = true};
  TRY_OK(check_venv_place(path, options));
  TRY_OK(remove_tree(path));
  TRY_OK(write_venv(path, path, base, options));
  return interpreter_in_venv(path, base);
}

}  // namespace axle
