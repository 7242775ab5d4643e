// SPDX-License-Identifier: MIT
#include "locking/arm_solver.hpp"

#include <algorithm>

#include "base/try.hpp"
#include "lock/arm_platforms.hpp"
#include "locking/universal_input.hpp"

namespace axle {
namespace {

VersionSpecifiers exactly(const Version& release) {
  return VersionSpecifiers::parse("==" + release.to_string()).value_or(VersionSpecifiers());
}

/// Every version: what makes a package that only others ask for one of this index.
VersionSpecifiers any_version(bool with_prereleases) {
  return VersionSpecifiers::parse(with_prereleases ? ">=0.dev0" : ">=0")
      .value_or(VersionSpecifiers());
}

SourcedRequirement constraint(const PackageName& name, VersionSpecifiers specifiers, Marker marker,
                              std::optional<IndexUrl> index) {
  return {.name = name,
          .extras = {},
          .groups = {},
          .marker = marker,
          .source = RegistrySource{std::move(specifiers), std::move(index), std::nullopt},
          .origin = {}};
}

}  // namespace

Project project_of_arm(const Project& project, const Arm& arm, const PackageName& host,
                       const std::vector<std::string>& platforms) {
  Project own = project;
  own.environments = arm_environments(platforms, project.environments);
  std::erase_if(own.required_environments, [&](Marker required) {
    return std::ranges::all_of(own.environments,
                               [&](Marker marker) { return marker.is_disjoint(required); });
  });
  for (ProjectMember& member : own.members)
    if (member.name == host)
      member.requires_dist.insert(member.requires_dist.end(), arm.dependencies.begin(),
                                  arm.dependencies.end());
  return own;
}

ArmSolver::ArmSolver(const ArmContext& context, const Arm& arm, ArmPages pages)
    : context_(context), arm_(arm), pages_(std::move(pages)) {
  if (context.setup.companions.empty()) return;
  const ArmPackage* torch = pages_.find(context.setup.companions.front());
  if (torch == nullptr) return;
  for (const ArmPlatform& platform : arm_platforms())
    if (std::ranges::any_of(torch->own, [&](const auto& entry) {
          return entry.second.contains(std::string(platform.name));
        }))
      platforms_.emplace_back(platform.name);
}

/// A platform that is within the project's environments; none if no platform is.
std::vector<std::string> ArmSolver::first_platform() const {
  for (const std::string& platform : platforms_)
    if (!arm_environments(std::vector{platform}, context_.request.project.environments).empty())
      return {platform};
  return {};
}

Result<bool> ArmSolver::solve(const HeldReleases& held) {
  held_ = held;
  known_.clear();
  const std::vector<std::string> first = first_platform();
  if (first.empty()) {
    refusal_ =
        fail(ErrorKind::no_solution, "none of its platforms is among the project's `environments`")
            .error();
    return false;
  }
  TRY(const bool is_solved, attempt(first));
  if (!is_solved) return false;
  for (const auto& [name, package] : pages_.packages)
    if (const auto found = release(name)) known_.insert_or_assign(name, *found);
  for (const PackageName& name : context_.setup.companions)
    if (const auto found = known_.find(name); found != known_.end())
      held_.emplace(name, found->second);
  return attempt(platforms_);
}

Result<bool> ArmSolver::narrow() {
  if (context_.setup.companions.empty()) return true;
  const PackageName& torch = context_.setup.companions.front();
  const auto chosen = release(torch);
  const ArmPackage* package = pages_.find(torch);
  if (!chosen || package == nullptr) return true;
  const std::set<std::string> places = package->platforms(&*chosen);
  std::vector<std::string> offered;
  for (const std::string& platform : platforms_)
    if (places.contains(platform)) offered.push_back(platform);
  if (offered == platforms_) return true;
  platforms_ = std::move(offered);
  const HeldReleases held = held_;
  return solve(held);
}

std::optional<Version> ArmSolver::release(const PackageName& name) const {
  std::optional<Version> newest;
  if (!resolution_) return newest;
  for (const ResolvedPackage& package : resolution_->packages) {
    if (package.name != name || package.index != arm_.index) continue;
    const Version version = package.version.without_local();
    if (!newest || *newest < version) newest = version;
  }
  return newest;
}

Result<bool> ArmSolver::attempt(const std::vector<std::string>& platforms) {
  auto resolution = resolve(input_for(platforms), {.registry = context_.registry,
                                                   .reporter = context_.services.reporter(),
                                                   .direct = &context_.direct});
  if (resolution) {
    resolution_ = *std::move(resolution);
    refusal_.reset();
    return true;
  }
  if (resolution.error().kind != ErrorKind::no_solution)
    return std::unexpected(std::move(resolution).error());
  refusal_ = std::move(resolution).error();
  return false;
}

ResolveInput ArmSolver::input_for(const std::vector<std::string>& platforms) const {
  const Project project =
      project_of_arm(context_.request.project, arm_, context_.setup.host, platforms);
  const LockRequest request{.project = project,
                            .settings = context_.request.settings,
                            .resolver = context_.request.resolver};
  ResolveInput input = universal_input(request, request.project, context_.interpreter,
                                       context_.requires_python, context_.services);
  input.indexes = context_.indexes;
  input.preferences = preferences_;
  add_family(input);
  return input;
}

/// A package that only another one asks for comes from an explicit index where a constraint names
/// it, platform by platform.
void ArmSolver::add_family(ResolveInput& input) const {
  const bool with_prereleases = context_.setup.allows_prereleases();
  for (const PackageName& name : context_.setup.family) {
    const auto held = held_.find(name);
    const ArmPackage* package = pages_.find(name);
    const auto specifiers = [&] {
      return held != held_.end() ? exactly(held->second) : any_version(with_prereleases);
    };
    Marker elsewhere = Marker::always();
    if (package != nullptr) {
      const auto known = known_.find(name);
      const std::set<std::string> places =
          package->platforms(known != known_.end() ? &known->second : nullptr);
      for (const ArmPlatform& platform : arm_platforms()) {
        if (!places.contains(std::string(platform.name))) continue;
        input.constraints.push_back(constraint(name, specifiers(), platform.marker(), arm_.index));
        elsewhere &= ~platform.marker();
      }
      if (with_prereleases) input.prerelease_packages[name] = PrereleaseMode::allow;
    }
    if (held != held_.end() || package != nullptr)
      input.constraints.push_back(constraint(name, specifiers(), elsewhere, std::nullopt));
  }
}

LockBasis ArmSolver::basis() const {
  const Project project =
      project_of_arm(context_.request.project, arm_, context_.setup.host, platforms_);
  LockBasis basis = lock_basis(project, context_.request.settings, context_.requires_python);
  basis.indexes = context_.indexes;
  return basis;
}

Result<ArmLock> ArmSolver::lock(const LockedArm& arm) const {
  TRY(Lockfile lockfile, make_lockfile(*resolution_, basis()));
  ArmLock locked{arm, std::move(lockfile)};
  locked.arm.platforms = platforms_;
  return locked;
}

}  // namespace axle
