// SPDX-License-Identifier: MIT
#include "syncing/locked_packages.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/sha256.hpp"
#include "base/shown.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "net/url.hpp"
#include "services/parse_names.hpp"
#include "views/direct_reference.hpp"

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
                       .version = version_of_wheel(wheel, package.version.value_or(wheel.version)),
                       .wheel = std::move(fetch),
                       .direct_url = std::move(direct)};
}

/// Planning to build what is not there would promise what cannot be done.
Result<void> check_tree(const LockedPackage& package, const fs::path& root) {
  const fs::path tree = normal_path(root / package.source.text);
  if (directory_exists(tree)) return {};
  return fail_with_code(ErrorKind::invalid_input, ErrorCode::project,
                        fmt::format("Distribution not found at: {}",
                                    escape_foreign(Url::from_path(tree).to_string())),
                        tree.string(), {},
                        fmt::format("put the source tree of `{0}` there, or leave it out with "
                                    "`--no-install-package {0}`",
                                    package.name.text()));
}

/// A source tree of a lock.
WantedPackage tree_to_build(const LockedPackage& package, const fs::path& root,
                            const EditableChoice& editable) {
  return to_build({package.name, package.version,
                   DirectorySource{normal_path(root / package.source.text),
                                   {},
                                   editable.allows(package.name) &&
                                       package.source.kind == LockSource::Kind::editable}});
}

GitSource git_source(const GitLocation& location) {
  GitSource source;
  source.repository = location.url;
  source.reference_name = location.revision;
  source.reference = location.revision.empty() ? GitSource::Reference::default_branch
                                               : GitSource::Reference::revision;
  source.subdirectory = location.subdirectory;
  source.lfs = location.lfs;
  return source;
}

/// A package of a lock that has no wheel for this machine.
Result<WantedPackage> archive_or_repository(const LockedPackage& package, const Version& version,
                                            const fs::path& root) {
  if (package.source.kind == LockSource::Kind::git) {
    const GitLocation location = parse_git_location(package.source.text);
    return to_build({package.name, package.version, git_source(location), location.commit});
  }
  std::vector<FileHash> hashes;
  if (package.sdist && package.sdist->hash) hashes.push_back(*package.sdist->hash);
  if (package.source.kind == LockSource::Kind::url)
    return archive_to_build(package.name, version,
                            UrlSource{package.source.text, package.source.subdirectory},
                            std::move(hashes));
  if (package.source.kind == LockSource::Kind::path)
    return archive_to_build(package.name, version,
                            PathSource{normal_path(root / package.source.text), {}},
                            std::move(hashes));
  const LockedFile& file = *package.sdist;
  WheelToFetch place = to_build({package.name, package.version, SdistSource{}}).wheel;
  set_place(package, file, root, place);
  return to_build({package.name, package.version,
                   SdistSource{.filename = file.filename(),
                               .url = place.url,
                               .path = place.path,
                               .hashes = std::move(hashes),
                               .size = file.size,
                               .index = package.source.text}});
}

/// `--no-binary` leaves only what has a source, `--no-build` only what has a wheel, both nothing.
Result<void> check_allowed(const LockedPackage& package, const BuildOptions& build, bool has_wheel,
                           bool has_source) {
  const bool takes_wheel = build.allows_wheel(package.name);
  const bool builds = build.allows_build(package.name);
  if ((has_wheel && takes_wheel) || (has_source && builds)) return {};
  const std::string_view marks = !takes_wheel && !builds ? "both `--no-binary` and `--no-build`"
                                 : !takes_wheel ? "`--no-binary` but has no source distribution"
                                                : "`--no-build` but has no binary distribution";
  const std::string name = package.name.text();
  return fail_with_code(
      ErrorKind::invalid_input, ErrorCode::build_refused,
      fmt::format("Distribution `{}{}` can't be installed because it is marked as {}", name,
                  package.version ? "==" + package.version->to_string() : "", marks),
      {}, {},
      takes_wheel ? fmt::format("build it: leave `{}` out of `--no-build`", name)
                  : fmt::format("use its wheel: leave `{}` out of `--no-binary`", name));
}

}  // namespace

Result<EditableChoice> editable_choice(bool none, const std::vector<std::string>& left_out) {
  TRY(std::set<PackageName> names, parse_names<PackageName>(left_out));
  return EditableChoice{.none = none, .left_out = std::move(names)};
}

Result<std::vector<WantedPackage>> locked_packages(const Lockfile& lockfile, const Project& project,
                                                   const LockSelection& selection,
                                                   const LockedPackagesUse& use) {
  const ResolutionTarget& target = use.target;
  const Omissions& omissions = use.omissions;
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
    if (omissions.local && package.source.is_local()) continue;
    if (package.source.is_source_tree()) {
      TRY_OK(check_tree(package, project.root));
      wanted.push_back(tree_to_build(package, project.root, use.editable));
      continue;
    }
    TRY(std::optional<std::size_t> wheel, best_wheel(package, machine.tags));
    const bool has_source = package.sdist || package.source.kind == LockSource::Kind::git;
    if (!wheel && !has_source) return no_wheel_for(package, machine.tags, machine.markers);
    TRY_OK(check_allowed(package, use.build, wheel.has_value(), has_source));
    if (!use.build.allows_wheel(package.name)) wheel.reset();
    if (!wheel) {
      TRY(WantedPackage built, archive_or_repository(package, version, project.root));
      wanted.push_back(std::move(built));
      continue;
    }
    TRY(WantedPackage one, wanted_package(package, *wheel, project.root));
    wanted.push_back(std::move(one));
  }
  return wanted;
}

}  // namespace axle
