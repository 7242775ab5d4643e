// SPDX-License-Identifier: MIT
#include "operations/wanted_packages.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "net/url.hpp"

namespace axle {
namespace {

std::map<std::string, std::string> hashes_of(const DirectDistribution& direct) {
  std::map<std::string, std::string> hashes;
  for (const auto& [algorithm, hex] : direct.hashes) hashes[algorithm] = hex;
  return hashes;
}

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

/// A wheel at a path or URL; none for source trees that are left out.
Result<std::optional<WantedPackage>> direct_package(const ResolvedPackage& package,
                                                    const Omissions& omissions) {
  const DirectDistribution& direct = *package.direct;
  if (const auto* directory = std::get_if<DirectorySource>(&direct.source)) {
    if (directory->is_virtual || omissions.local) return std::optional<WantedPackage>();
    return needs_build(
        package.name, package.version,
        fmt::format("`{}` is a source tree", escape_foreign(directory->path.string())));
  }
  if (!direct.wheel)
    return needs_build(package.name, package.version, "it is a source distribution");
  WantedPackage wanted{.name = package.name,
                       .version = package.version,
                       .wheel = {.wheel = *direct.wheel,
                                 .filename = {},
                                 .url = {},
                                 .path = {},
                                 .hashes = file_hashes(direct),
                                 .size = direct.size,
                                 .index = {}},
                       .direct_url = DirectUrl{}};
  wanted.direct_url->source = DirectUrl::Archive{hashes_of(direct)};
  if (const auto* path = std::get_if<PathSource>(&direct.source)) {
    if (omissions.local) return std::optional<WantedPackage>();
    wanted.wheel.path = path->path;
    wanted.wheel.filename = path->path.filename().string();
    wanted.direct_url->url = Url::from_path(path->path).to_string();
  } else if (const auto* url = std::get_if<UrlSource>(&direct.source)) {
    TRY(const Url parsed, Url::parse(url->url));
    wanted.wheel.url = url->url;
    wanted.wheel.filename = last_part(parsed.path());
    wanted.direct_url->url = parsed.without_fragment().to_string();
  } else {
    return needs_build(package.name, package.version, "it comes from a repository");
  }
  return std::optional(std::move(wanted));
}

}  // namespace

std::unexpected<Error> needs_build(const PackageName& name, const Version& version,
                                   std::string_view why) {
  return fail_with_code(
      ErrorKind::no_solution, "E_BUILD",
      fmt::format("`{}=={}` would have to be built, which axle does not do yet: {}", name.text(),
                  version.to_string(), why),
      {}, {},
      "use a version that has a wheel for this machine, build the wheel elsewhere and name it with "
      "`[tool.uv.sources]` or `--find-links`, "
      "or leave the package out (`--no-install-project`, `--no-install-package`)");
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
  DirectUrl::Archive archive;
  for (const FileHash& hash : wheel.hashes)
    archive.hashes.emplace(to_string(hash.algorithm), hash.hex);
  return {.url = wheel.url.empty() ? Url::from_path(wheel.path).to_string() : wheel.url,
          .source = std::move(archive),
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
