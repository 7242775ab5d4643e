// SPDX-License-Identifier: MIT
#include "locking/arm_pages.hpp"

#include "axle/index/package_page.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "lock/arm_platforms.hpp"

namespace axle {
namespace {

/// Without scheme and host.
std::string_view path_of(std::string_view url) {
  const std::size_t host = url.find("://");
  if (host == std::string_view::npos) return url;
  const std::size_t path = url.find('/', host + 3);
  return path == std::string_view::npos ? std::string_view() : url.substr(path);
}

std::string_view without_slash(std::string_view text) {
  return text.ends_with('/') ? text.substr(0, text.size() - 1) : text;
}

void add_version(ArmPackage& package, const PackagePage& page, std::size_t position) {
  for (const DistributionFile& file : page.files(position).wheels) {
    const Version release = file.version().without_local();
    std::set<std::string> places;
    for (const Tag& tag : file.wheel()->tags)
      for (const ArmPlatform& platform : arm_platforms())
        if (platform.has(tag.platform)) places.emplace(platform.name);
    if (places.empty()) continue;
    package.listed[release].insert(places.begin(), places.end());
    if (is_own_file(file.url, file.version().has_local(), page.index().text()))
      package.own[release].insert(places.begin(), places.end());
  }
}

}  // namespace

std::set<std::string> ArmPackage::platforms(const Version* release) const {
  if (release != nullptr) {
    const auto found = listed.find(*release);
    return found != listed.end() ? found->second : std::set<std::string>();
  }
  std::set<std::string> all;
  for (const auto& [version, places] : listed) all.insert(places.begin(), places.end());
  return all;
}

const ArmPackage* ArmPages::find(const PackageName& name) const {
  const auto found = packages.find(name);
  return found != packages.end() ? &found->second : nullptr;
}

bool is_own_file(std::string_view file_url, bool has_local_version, std::string_view index_url) {
  if (has_local_version) return true;
  const std::string_view index = without_slash(path_of(index_url));
  const std::string_view file = path_of(file_url);
  const std::string folder = "/" + std::string(index.substr(index.rfind('/') + 1)) + "/";
  return file.starts_with(std::string(index) + "/") || file.find(folder) != std::string_view::npos;
}

Result<ArmPages> read_arm_pages(const Arm& arm, const ArmSetup& setup, Registry& registry) {
  for (const PackageName& name : setup.family) registry.prefetch(name, arm.index);
  ArmPages pages;
  for (const PackageName& name : setup.family) {
    TRY(const auto listing, registry.listing(name, arm.index));
    ArmPackage package;
    for (const auto& page : listing->pages)
      for (std::size_t i = 0; i < page->versions().size(); ++i)
        if (setup.allows_prereleases() || !page->versions()[i].is_prerelease())
          add_version(package, *page, i);
    if (!package.listed.empty()) pages.packages.emplace(name, std::move(package));
  }
  return pages;
}

}  // namespace axle
