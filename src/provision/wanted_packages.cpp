// SPDX-License-Identifier: MIT
#include "provision/wanted_packages.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "lock/lock_requirement.hpp"
#include "net/url.hpp"
#include "provision/building_registry.hpp"

namespace axle {
namespace {

std::vector<FileHash> file_hashes(const DirectDistribution& direct) {
  std::vector<FileHash> hashes;
  for (const auto& [name, hex] : direct.hashes)
    if (const auto algorithm = parse_digest_algorithm(name)) hashes.push_back({*algorithm, hex});
  std::ranges::sort(hashes);
  return hashes;
}

std::string last_part(std::string_view path) {
  return percent_decode(path.substr(path.rfind('/') + 1));
}

/// A package from a path, URL or repository; none for one that is left out.
Result<std::optional<WantedPackage>> direct_package(const ResolvedPackage& package,
                                                    const Omissions& omissions) {
  const DirectDistribution& direct = *package.direct;
  if (const auto* directory = std::get_if<DirectorySource>(&direct.source)) {
    if (directory->is_virtual || omissions.local) return std::optional<WantedPackage>();
    WantedPackage wanted = to_build({package.name, package.version, *directory});
    wanted.has_any_version = direct.has_dynamic_version;
    // Only where a project asks for it uv writes that a folder is not editable.
    wanted.direct_url->source = DirectUrl::Directory{directory->is_editable};
    return std::optional(std::move(wanted));
  }
  if (const auto* git = std::get_if<GitSource>(&direct.source)) {
    const auto commit = omissions.commits.find(locked_source(*git, {}).text);
    return std::optional(to_build({package.name, package.version, *git,
                                   commit == omissions.commits.end() ? "" : commit->second}));
  }
  if (!direct.wheel) {
    TRY(WantedPackage wanted,
        archive_to_build(package.name, package.version, direct.source, file_hashes(direct)));
    return std::optional(std::move(wanted));
  }
  WantedPackage wanted{.name = package.name,
                       .version = version_of_wheel(*direct.wheel, package.version),
                       .wheel = {.wheel = *direct.wheel,
                                 .filename = {},
                                 .url = {},
                                 .path = {},
                                 .hashes = file_hashes(direct),
                                 .size = direct.size,
                                 .index = {}},
                       .direct_url = DirectUrl{}};
  wanted.direct_url->source = DirectUrl::Archive{};
  if (const auto* path = std::get_if<PathSource>(&direct.source)) {
    if (omissions.local) return std::optional<WantedPackage>();
    wanted.wheel.path = path->path;
    wanted.wheel.filename = path->path.filename().string();
    wanted.direct_url->url = Url::from_path(path->path).to_string();
  } else {
    const auto& url = std::get<UrlSource>(direct.source);
    TRY(const Url parsed, Url::parse(url.url));
    wanted.wheel.url = url.url;
    wanted.wheel.filename = last_part(parsed.path());
    wanted.direct_url->url = parsed.without_fragment().to_string();
  }
  return std::optional(std::move(wanted));
}

}  // namespace

std::unexpected<Error> needs_build(const PackageName& name, const Version& version,
                                   std::string_view why) {
  return fail_with_code(
      ErrorKind::no_solution, ErrorCode::build,
      fmt::format("`{}=={}` would have to be built, which axle does not do here: {}", name.text(),
                  version.to_string(), why),
      {}, {},
      "use a version that has a wheel for this machine, build the wheel elsewhere and name it with "
      "`[tool.uv.sources]` or `--find-links`, "
      "or leave the package out (`--no-install-project`, `--no-install-package`)");
}

Result<WantedPackage> archive_to_build(const PackageName& name, const Version& version,
                                       const RequirementSource& source,
                                       std::vector<FileHash> hashes) {
  SdistSource sdist{.filename = {}, .url = {}, .path = {}, .hashes = std::move(hashes)};
  DirectUrl direct{.url = {}, .source = DirectUrl::Archive{}, .subdirectory = std::nullopt};
  if (const auto* path = std::get_if<PathSource>(&source)) {
    sdist.path = path->path;
    sdist.filename = path->path.filename().string();
    direct.url = Url::from_path(path->path).to_string();
  } else {
    const auto& url = std::get<UrlSource>(source);
    TRY(const Url parsed, Url::parse(url.url));
    sdist.url = url.url.substr(0, url.url.find('#'));
    sdist.filename = last_part(parsed.path());
    sdist.subdirectory = url.subdirectory;
    direct.url = parsed.without_fragment().to_string();
    if (!url.subdirectory.empty()) direct.subdirectory = url.subdirectory;
  }
  WantedPackage wanted = to_build({name, version, std::move(sdist)});
  wanted.direct_url = std::move(direct);
  return wanted;
}

WantedPackage to_build(PackageSource source) {
  const Version version = source.version.value_or(Version());
  WantedPackage wanted{.name = source.name,
                       .version = version,
                       .wheel = {.wheel = {.name = source.name,
                                           .version = version,
                                           .build = std::nullopt,
                                           .tags = {{"py3", "none", "any"}},
                                           .label = {}},
                                 .filename = {},
                                 .url = {},
                                 .path = {},
                                 .hashes = {},
                                 .size = std::nullopt,
                                 .index = {}},
                       .direct_url = std::nullopt,
                       .has_any_version = !source.version};
  wanted.wheel.filename = wanted.wheel.wheel.to_string();
  if (const auto* directory = std::get_if<DirectorySource>(&source.place))
    wanted.direct_url = DirectUrl{.url = Url::from_path(directory->path).to_string(),
                                  .source = DirectUrl::Directory{directory->is_editable, true},
                                  .subdirectory = std::nullopt};
  if (const auto* git = std::get_if<GitSource>(&source.place)) {
    const auto url = Url::parse(git->repository);
    wanted.direct_url =
        DirectUrl{.url = url ? url->to_string() : git->repository,
                  .source = DirectUrl::Repository{"git", source.commit,
                                                  git->reference_name.empty()
                                                      ? std::nullopt
                                                      : std::optional(git->reference_name),
                                                  git->lfs},
                  .subdirectory =
                      git->subdirectory.empty() ? std::nullopt : std::optional(git->subdirectory)};
  }
  wanted.source = std::make_shared<const PackageSource>(std::move(source));
  return wanted;
}

bool takes_any_version(const Environment& environment) {
  return environment.get_flag("SKIP_WHEEL_FILENAME_CHECK").value_or(false);
}

Version version_of_wheel(const WheelFilename& wheel, const Version& stated) {
  return wheel.may_hold(stated) ? wheel.version : stated;
}

WheelToFetch wheel_to_fetch(const DistributionFile& file) {
  WheelToFetch fetch{.wheel = *file.wheel(),
                     .filename = file.filename,
                     .url = file.url,
                     .path = {},
                     .hashes = file.hashes,
                     .size = file.size,
                     .index = file.index->text()};
  if (file.local_path) {
    fetch.path = *file.local_path;
    fetch.url.clear();
  }
  return fetch;
}

DirectUrl direct_reference_to(const WheelToFetch& wheel) {
  return {.url = wheel.url.empty() ? Url::from_path(wheel.path).to_string() : wheel.url,
          .source = DirectUrl::Archive{},
          .subdirectory = std::nullopt};
}

Result<std::vector<WantedPackage>> wanted_packages(const Resolution& resolution,
                                                   const Omissions& omissions) {
  std::vector<WantedPackage> wanted;
  std::set<std::size_t> seen;
  for (const ResolutionNode& node : resolution.nodes) {
    if (!node.is_base() || !seen.insert(node.package).second) continue;
    const ResolvedPackage& package = resolution.packages[node.package];
    if (omissions.packages.contains(package.name)) continue;
    if (package.direct) {
      TRY(std::optional<WantedPackage> direct, direct_package(package, omissions));
      if (direct) wanted.push_back(std::move(*direct));
      continue;
    }
    if (!package.chosen_wheel && package.sdist) {
      wanted.push_back(to_build(source_of(*package.sdist)));
      continue;
    }
    if (!package.chosen_wheel)
      return needs_build(package.name, package.version,
                         "no wheel of it fits this machine, there is only a source distribution");
    const DistributionFile& file = package.wheels[*package.chosen_wheel];
    wanted.push_back({.name = package.name,
                      .version = package.version,
                      .wheel = wheel_to_fetch(file),
                      .direct_url = std::nullopt});
  }
  std::ranges::sort(wanted, {}, &WantedPackage::name);
  return wanted;
}

}  // namespace axle
