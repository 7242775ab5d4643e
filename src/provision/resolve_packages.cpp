// SPDX-License-Identifier: MIT
#include "provision/resolve_packages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "base/try.hpp"
#include "provision/resolve_with_builds.hpp"

namespace axle {
namespace {

/// The oldest macOS to serve, as compilers take it. What is no version counts for nothing, as in
/// uv.
void set_deployment_target(Platform& machine, const Environment& environment) {
  const auto text = environment.get_nonempty("MACOSX_DEPLOYMENT_TARGET");
  if (!text) return;
  const auto version = Version::parse(*text);
  if (!version || version->release().empty() || version->release()[0] > 999) return;
  const auto release = version->release();
  machine.major = static_cast<unsigned>(release[0]);
  machine.minor =
      release.size() > 1 ? static_cast<unsigned>(std::min<std::uint64_t>(release[1], 999)) : 0;
}

}  // namespace

Result<ResolutionTarget> resolution_target(const Interpreter& interpreter,
                                           const std::optional<std::string>& python_version,
                                           const std::optional<std::string>& platform,
                                           const Environment& environment) {
  ResolutionTarget target{{interpreter.markers, interpreter.tags()}, interpreter.version};
  PythonVariant variant{.implementation = interpreter.implementation,
                        .major = interpreter.major(),
                        .minor = interpreter.minor(),
                        .free_threaded = interpreter.free_threaded};
  Platform machine = interpreter.platform;
  if (!python_version && !platform) return target;
  if (python_version) {
    TRY(const Version version, Version::parse(*python_version));
    const auto release = version.release();
    if (release.size() < 2 || release[0] != 3 || release[1] > 999)
      return fail(ErrorKind::invalid_input,
                  fmt::format("`--python-version {}` is not a version of Python 3",
                              escape_foreign(*python_version)),
                  "write it like `3.12` or `3.12.4`");
    variant.major = 3;
    variant.minor = static_cast<unsigned>(release[1]);
    target.environment.markers.set_python(version.to_string());
    target.python = version;
  }
  if (platform) {
    TRY(machine, Platform::parse_target(*platform));
    if (machine.os == PlatformOs::macos) set_deployment_target(machine, environment);
    machine.describe_to(target.environment.markers);
  }
  target.environment.tags = CompatibleTags(variant, platform_tags(machine));
  return target;
}

ResolveInput resolve_input(const Settings& settings, const ResolutionTarget& target,
                           const Services& services) {
  ResolveInput input{};
  input.environment = target.environment;
  input.requires_python = RequiresPython::at_least(target.python);
  input.installed_python = target.python;
  input.resolution = settings.resolution;
  input.prerelease = settings.prerelease;
  input.prerelease_packages = settings.prerelease_package;
  input.fork_strategy = settings.fork_strategy;
  input.indexes = settings.indexes;
  input.build = settings.build;
  input.exclude_newer = settings.exclude_newer_cutoffs(services.clock().now());
  input.stated_metadata = settings.dependency_metadata;
  input.upgrade_all = settings.upgrade;
  for (const Requirement& requirement : settings.upgrade_package)
    input.upgrade.insert(requirement.name);
  input.reinstall_all = settings.reinstall;
  input.reinstall = settings.reinstall_package;
  return input;
}

std::vector<SourcedRequirement> upgrade_limits(const Settings& settings) {
  std::vector<SourcedRequirement> limits;
  for (const Requirement& requirement : settings.upgrade_package)
    if (!requirement.specifiers.items().empty())
      limits.push_back({.name = requirement.name,
                        .extras = {},
                        .groups = {},
                        .marker = requirement.marker,
                        .source = RegistrySource{requirement.specifiers, {}, {}},
                        .origin = {}});
  return limits;
}

void say_warnings(const Resolution& resolution, Services& services) {
  for (const ResolutionWarning& warning : resolution.warnings) {
    const ResolvedPackage& package = resolution.packages[warning.package];
    const std::string pin = fmt::format("{}=={}", package.name.text(), package.version.to_string());
    switch (warning.kind) {
      case ResolutionWarning::Kind::missing_extra:
        services.reporter().warning(
            fmt::format("The package `{}` does not have an extra named `{}`", pin,
                        escape_foreign(warning.detail)));
        break;
      case ResolutionWarning::Kind::missing_group:
        services.reporter().warning(
            fmt::format("The package `{}` does not have a dependency group named `{}`", pin,
                        escape_foreign(warning.detail)));
        break;
      case ResolutionWarning::Kind::yanked:
        services.reporter().warning(warning.detail.empty()
                                        ? fmt::format("`{}` is yanked", pin)
                                        : fmt::format("`{}` is yanked (reason: \"{}\")", pin,
                                                      escape_foreign(warning.detail)));
        break;
    }
  }
}

Result<Resolution> resolve_packages(const ResolveInput& input, const ResolverOptions& options,
                                    SourceBuilder& builder, Services& services, bool is_silent) {
  const auto start = std::chrono::steady_clock::now();
  auto resolution = resolve_with_builds(input, options, builder, services);
  if (!resolution) return resolution;
  std::set<std::size_t> packages;
  for (const ResolutionNode& node : resolution->nodes) packages.insert(node.package);
  if (!is_silent)
    services.reporter().resolved(packages.size(), std::chrono::steady_clock::now() - start);
  say_warnings(*resolution, services);
  return resolution;
}

}  // namespace axle
