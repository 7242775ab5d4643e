// SPDX-License-Identifier: MIT
#include "operations/locked_packages.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "net/url.hpp"

namespace axle {
namespace {

/// Where a locked wheel is: a URL, or a path below its index or the project.
void set_place(const LockedPackage& package, const LockedFile& file, const fs::path& root,
               WheelToFetch& fetch) {
  switch (file.place) {
    case LockedFile::Place::url:
      fetch.url = file.location;
      break;
    case LockedFile::Place::path:
      fetch.path = absolute_path(root / package.source.text / file.location);
      break;
    case LockedFile::Place::filename:
    case LockedFile::Place::none:
      fetch.path = absolute_path(root / package.source.text);
      break;
  }
}

Result<WantedPackage> wanted_package(const LockedPackage& package, std::size_t position,
                                     const fs::path& root) {
  const LockedFile& file = package.wheels[position];
  TRY(WheelFilename wheel, WheelFilename::parse(file.filename()));
  WheelToFetch fetch{.wheel = wheel,
                     .filename = file.filename(),
                     .url = {},
                     .path = {},
                     .hashes = {},
                     .size = file.size,
                     .index = package.source.is_registry() ? package.source.text : std::string()};
  if (file.hash) fetch.hashes.push_back(*file.hash);
  set_place(package, file, root, fetch);
  std::optional<DirectUrl> direct;
  if (!package.source.is_registry()) direct = direct_reference_to(fetch);
  return WantedPackage{.name = package.name,
                       .version = wheel.version,
                       .wheel = std::move(fetch),
                       .direct_url = std::move(direct)};
}

/// A package that a build would provide, for a plan that is only shown.
WantedPackage planned_build(const LockedPackage& package, const Version& version,
                            const fs::path& root) {
  WheelToFetch fetch{.wheel = {.name = package.name,
                               .version = version,
                               .build = std::nullopt,
                               .tags = {{"py3", "none", "any"}},
                               .label = {}},
                     .filename = {},
                     .url = {},
                     .path = {},
                     .hashes = {},
                     .size = std::nullopt,
                     .index = {}};
  fetch.filename = fetch.wheel.to_string();
  std::optional<DirectUrl> direct;
  if (package.source.is_source_tree()) {
    direct =
        DirectUrl{.url = Url::from_path(absolute_path(root / package.source.text)).to_string(),
                  .source = DirectUrl::Directory{package.source.kind == LockSource::Kind::editable},
                  .subdirectory = std::nullopt};
  }
  return {.name = package.name,
          .version = version,
          .wheel = std::move(fetch),
          .direct_url = std::move(direct)};
}

}  // namespace

Result<std::vector<WantedPackage>> locked_packages(const Lockfile& lockfile, const Project& project,
                                                   const LockSelection& selection,
                                                   const LockedPackagesUse& use) {
  const auto& [target, omissions, only_plan] = use;
  if (!lockfile.requires_python.contains(target.python))
    return fail(ErrorKind::invalid_input,
                fmt::format("The current Python version ({}) is not compatible with the lockfile's "
                            "Python requirement: `{}`",
                            target.python.to_string(), lockfile.requires_python.to_string()),
                "choose another Python with `--python`");
  const OneEnvironment& machine = target.environment;
  TRY(const std::vector<std::size_t> needed, select_packages(lockfile, selection, machine.markers));
  std::vector<WantedPackage> wanted;
  for (const std::size_t position : needed) {
    const LockedPackage& package = lockfile.packages[position];
    const Version version = package.version.value_or(Version());
    if (omissions.packages.contains(package.name) ||
        package.source.kind == LockSource::Kind::virtual_tree)
      continue;
    if (omissions.local &&
        (package.source.is_source_tree() || package.source.kind == LockSource::Kind::path))
      continue;
    if (package.source.is_source_tree() && only_plan) {
      wanted.push_back(planned_build(package, version, project.root));
      continue;
    }
    if (package.source.is_source_tree())
      return needs_build(package.name, version,
                         fmt::format("`{}` is a source tree", escape_foreign(package.source.text)));
    TRY(const std::optional<std::size_t> wheel, best_wheel(package, machine.tags));
    if (!wheel && !package.sdist && package.source.kind != LockSource::Kind::git)
      return no_wheel_for(package, machine.tags, machine.markers);
    if (!wheel && only_plan) {
      wanted.push_back(planned_build(package, version, project.root));
      continue;
    }
    if (!wheel)
      return needs_build(package.name, version,
                         "no wheel of it fits this machine, there is only a source distribution");
    TRY(WantedPackage one, wanted_package(package, *wheel, project.root));
    wanted.push_back(std::move(one));
  }
  return wanted;
}

}  // namespace axle
