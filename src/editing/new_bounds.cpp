// SPDX-License-Identifier: MIT
#include "editing/new_bounds.hpp"

#include <fmt/format.h>

#include <map>

#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

/// The lowest version that the lock has of each package.
std::map<PackageName, Version> locked_versions(const Lockfile& lockfile) {
  std::map<PackageName, Version> versions;
  for (const LockedPackage& package : lockfile.packages) {
    if (!package.version) continue;
    const auto [known, is_new] = versions.try_emplace(package.name, *package.version);
    if (!is_new && *package.version < known->second) known->second = *package.version;
  }
  return versions;
}

}  // namespace

Result<VersionBounds> bounds_of(const AddOptions& options, Services& services) {
  TRY(const Settings* const settings, services.settings({}));
  const auto text = options.bounds ? options.bounds : settings->add_bounds;
  if (!text) return VersionBounds::lower;
  if (const auto bounds = parse_version_bounds(*text)) return *bounds;
  return fail(ErrorKind::invalid_input,
              fmt::format("`{}` is not a value of `--bounds`", escape_foreign(*text)),
              "use `lower`, `major`, `minor`, or `exact`");
}

Result<void> write_bounds(ProjectEdit& edit, const std::vector<Requirement>& unbounded,
                          const DependencyList& list, const Lockfile& lockfile,
                          VersionBounds bounds) {
  const auto versions = locked_versions(lockfile);
  for (const Requirement& requirement : unbounded)
    if (const auto version = versions.find(requirement.name); version != versions.end())
      TRY_OK(edit.set_specifiers(list, requirement, bounds_around(version->second, bounds)));
  return {};
}

}  // namespace axle
