// SPDX-License-Identifier: MIT
#include "provision/isolated_environment.hpp"

#include <fmt/format.h>

#include <chrono>

#include "axle/base/reporter.hpp"
#include "axle/fetch/fetch.hpp"
#include "axle/install/apply.hpp"
#include "axle/install/environment.hpp"
#include "base/try.hpp"
#include "project/source_tree.hpp"
#include "provision/carry_out.hpp"
#include "provision/make_environment.hpp"
#include "provision/planned_builds.hpp"
#include "provision/resolve_packages.hpp"
#include "provision/resolve_with_builds.hpp"
#include "provision/source_trees.hpp"
#include "provision/uv_build_bounds.hpp"
#include "provision/wanted_packages.hpp"
#include "services/lock_patience.hpp"

namespace axle {
namespace {

namespace fs = std::filesystem;

class IsolatedEnvironment final : public BuildEnvironment {
 public:
  IsolatedEnvironment(TempDirectory directory, Interpreter interpreter, fs::path tree,
                      SourceBuilder& builder, Services& services)
      : directory_(std::move(directory)),
        interpreter_(std::move(interpreter)),
        tree_(std::move(tree)),
        builder_(builder),
        services_(services) {}

  const Interpreter& interpreter() const override { return interpreter_; }
  bool is_isolated() const override { return true; }

  Result<void> add(const std::vector<Requirement>& requirements) override {
    TRY(const std::vector<SourcedRequirement> more,
        sourced_build_requirements(tree_, requirements,
                                   tree_request(tree_, builder_.use().settings, services_)));
    requirements_.insert(requirements_.end(), more.begin(), more.end());
    return install();
  }

  Result<void> fill(std::vector<SourcedRequirement> requirements) {
    requirements_ = std::move(requirements);
    return install();
  }

 private:
  /// Makes the environment what the requirements ask for; what is there and fits stays.
  Result<void> install() {
    if (requirements_.empty()) return {};
    const Settings& settings = builder_.use().settings;
    const ResolutionTarget target{{interpreter_.markers, interpreter_.tags()},
                                  interpreter_.version};
    ResolveInput input = resolve_input(settings, target, services_);
    input.resolution = ResolutionMode::highest;
    input.prerelease = PrereleaseMode::if_necessary;
    input.upgrade_all = input.reinstall_all = false;
    input.requirements = requirements_;
    for (const BuildConstraint& constraint : builder_.use().constraints)
      input.constraints.push_back(constraint.requirement);
    auto resolved = resolve_with_builds(input, ResolverOptions{}, builder_, services_);
    if (!resolved && resolved.error().kind == ErrorKind::no_solution) {
      if (const auto before = drop_lower_bound_of_uv_build(input.requirements)) {
        services_.reporter().warning(fmt::format(
            "no index has `{}`, which uv has built in: an older one builds in its place", *before));
        resolved = resolve_with_builds(input, ResolverOptions{}, builder_, services_);
      }
    }
    TRY(const Resolution resolution, std::move(resolved));
    TRY(std::vector<WantedPackage> wanted, wanted_packages(resolution, {}));
    TRY(const auto patience, lock_patience(services_.environment()));
    TRY(const EnvironmentLock lock,
        EnvironmentLock::acquire(interpreter_.prefix, patience, services_.reporter()));
    TRY(std::vector<InstalledPackage> installed, installed_packages(interpreter_));
    TRY(InstallPlan plan, plan_install(std::move(wanted), std::move(installed), {}));
    TRY_OK(build_planned(plan, builder_));
    return put_in(plan, lock);
  }

  Result<void> put_in(const InstallPlan& plan, const EnvironmentLock& lock) {
    TRY(Cache* const cache, services_.cache());
    const std::vector<WheelToFetch> wheels = plan.wheels();
    HttpClient* client = nullptr;
    for (const WheelToFetch& wheel : wheels)
      if (wheel.path.empty() && client == nullptr) {
        TRY(client, services_.http(builder_.use().settings.indexes));
      }
    const InstallTarget target = install_target(interpreter_);
    NullReporter silence;
    TRY(Installation installation, Installation::begin({.lock = lock,
                                                        .plan = plan,
                                                        .target = target,
                                                        .options = {},
                                                        .reporter = silence,
                                                        .skeleton = {}}));
    const FetchServices fetch{.http = client,
                              .cache = *cache,
                              .reporter = services_.reporter(),
                              .offline = client == nullptr};
    TRY_OK(fetch_wheels(wheels, fetch, [&](std::size_t position, const StoredWheel& wheel) {
      return installation.stage(position, wheel);
    }));
    TRY_OK(installation.commit());
    return {};
  }

  TempDirectory directory_;
  Interpreter interpreter_;
  fs::path tree_;
  SourceBuilder& builder_;
  Services& services_;
  std::vector<SourcedRequirement> requirements_;
};

class SharedEnvironment final : public BuildEnvironment {
 public:
  explicit SharedEnvironment(Interpreter interpreter) : interpreter_(std::move(interpreter)) {}
  const Interpreter& interpreter() const override { return interpreter_; }
  bool is_isolated() const override { return false; }
  Result<void> add(const std::vector<Requirement>&) override { return {}; }

 private:
  Interpreter interpreter_;
};

}  // namespace

Result<std::unique_ptr<BuildEnvironment>> isolated_environment(
    std::vector<SourcedRequirement> requirements, const fs::path& tree, SourceBuilder& builder,
    Services& services) {
  TRY(Cache* const cache, services.cache());
  TRY(const fs::path staging, cache->staging());
  TRY(TempDirectory directory, TempDirectory::create_in(staging));
  TRY(Interpreter interpreter,
      make_private_environment(directory.path() / "build-env", builder.use().interpreter));
  auto made = std::make_unique<IsolatedEnvironment>(std::move(directory), std::move(interpreter),
                                                    tree, builder, services);
  TRY_OK(made->fill(std::move(requirements)));
  return std::unique_ptr<BuildEnvironment>(std::move(made));
}

std::unique_ptr<BuildEnvironment> shared_environment(const Interpreter& interpreter) {
  return std::make_unique<SharedEnvironment>(interpreter);
}

}  // namespace axle
