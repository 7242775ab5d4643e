// SPDX-License-Identifier: MIT
#include "operations/compiled_pylock.hpp"

#include <utility>
#include <vector>

#include "axle/lock/lock.hpp"
#include "base/try.hpp"
#include "operations/exported_packages.hpp"
#include "operations/written_version.hpp"
#include "views/export.hpp"

namespace axle {
namespace {

/// Where the packages of this name and version are needed.
Marker reach_of(const LockedPackage& package, const Resolution& resolution) {
  Marker reach = Marker::never();
  for (const ResolutionNode& node : resolution.nodes) {
    const ResolvedPackage& resolved = resolution.packages[node.package];
    if (resolved.name == package.name && (!package.version || resolved.version == *package.version))
      reach |= node.marker.without_extras();
  }
  return reach;
}

/// Whether a wheel of the lock runs on one machine.
bool runs_on(const LockedFile& wheel, const CompatibleTags& tags) {
  const auto name = WheelFilename::parse(wheel.filename());
  return name && tags.priority(*name).has_value();
}

}  // namespace

Result<std::string> compiled_pylock(const Resolution& resolution, const ResolveInput& input,
                                    const std::filesystem::path& directory, Services& services) {
  LockBasis basis;
  basis.root = services.directory();
  basis.requires_python = resolution.requires_python;
  basis.indexes = input.indexes;
  Resolution written = resolution;
  for (ResolvedPackage& package : written.packages) package.version = written_version(package);
  TRY(Lockfile lockfile, make_lockfile(written, basis));
  TRY(const Settings* const settings, services.settings({}));
  std::vector<ExportedPackage> packages;
  const auto* machine = std::get_if<OneEnvironment>(&input.environment);
  for (std::size_t i = 0; i < lockfile.packages.size(); ++i) {
    LockedPackage& package = lockfile.packages[i];
    if (machine != nullptr)
      std::erase_if(package.wheels,
                    [&](const LockedFile& wheel) { return !runs_on(wheel, machine->tags); });
    // What must not be built is no use to who installs from the file.
    if (!settings->build.allows_build(package.name)) package.sdist.reset();
    packages.push_back({i, reach_of(package, resolution), {}});
  }
  TRY_OK(complete_digests(lockfile, packages, basis.root, input.indexes, services));
  return pylock_export(lockfile, packages,
                       {.root = basis.root, .directory = directory, .with_index = false});
}

}  // namespace axle
