// SPDX-License-Identifier: MIT
#include "provision/installed_from.hpp"

#include <string>

#include "base/try.hpp"
#include "net/url.hpp"
#include "python/site_packages.hpp"

namespace axle {
namespace {

/// As direct_url.json has it: without a login.
std::string recorded_url(const std::string& written) {
  const auto url = Url::parse(written.substr(0, written.find('#')));
  return url ? url->to_string() : written;
}

std::string url_of(const RequirementSource& source) {
  if (const auto* folder = std::get_if<DirectorySource>(&source))
    return Url::from_path(folder->path).to_string();
  if (const auto* file = std::get_if<PathSource>(&source))
    return Url::from_path(file->path).to_string();
  if (const auto* archive = std::get_if<UrlSource>(&source)) return recorded_url(archive->url);
  if (const auto* git = std::get_if<GitSource>(&source)) return recorded_url(git->repository);
  return {};
}

}  // namespace

Result<std::vector<PackageName>> installed_from(const RequirementSource& source,
                                                const InstallScheme& scheme) {
  const std::string url = url_of(source);
  TRY(const std::vector<InstalledDistribution> installed, installed_distributions(scheme));
  std::vector<PackageName> names;
  for (const InstalledDistribution& distribution : installed)
    if (const auto direct = distribution.direct_url(); direct && direct->url == url)
      names.push_back(distribution.name);
  return names;
}

}  // namespace axle
