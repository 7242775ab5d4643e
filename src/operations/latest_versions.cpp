// SPDX-License-Identifier: MIT
#include "operations/latest_versions.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include "axle/index/registry.hpp"
#include "base/try.hpp"
#include "services/settings_layer.hpp"

namespace axle {
namespace {

/// What makes a version one that could be locked.
struct Allowed {
  const RequiresPython& python;
  UploadCutoff cutoff;
  bool prereleases = false;

  bool operator()(const DistributionFile& file) const {
    const bool is_too_new =
        cutoff && !file.is_flat && (!file.upload_time || *file.upload_time >= *cutoff);
    return !file.yanked && !is_too_new &&
           (!file.requires_python || python.is_contained_by(*file.requires_python));
  }
};

std::optional<Version> latest_of(const PackagePage& page, const Allowed& allowed) {
  for (std::size_t i = page.versions().size(); i-- > 0;) {
    const Version& version = page.versions()[i];
    if (version.is_prerelease() && !allowed.prereleases) continue;
    const VersionFiles& files = page.files(i);
    if (std::ranges::any_of(files.wheels, allowed) || std::ranges::any_of(files.sdists, allowed))
      return version;
  }
  return std::nullopt;
}

UploadCutoff cutoff_of(const PackageName& name, const ExcludeNewer& cutoffs) {
  const auto own = cutoffs.packages.find(name);
  return own == cutoffs.packages.end() ? cutoffs.global : own->second;
}

/// The packages of the graph that come from an index at a URL.
std::vector<const LockedPackage*> asked_of_indexes(const LockGraph& graph) {
  std::vector<const LockedPackage*> packages;
  for (std::size_t i = 0; i < graph.lockfile->packages.size(); ++i) {
    const LockedPackage& package = graph.lockfile->packages[i];
    if (graph.is_reached[i] && package.version &&
        package.source.kind == LockSource::Kind::registry_url)
      packages.push_back(&package);
  }
  return packages;
}

}  // namespace

Result<std::map<PackageName, Version>> latest_versions(const LockGraph& graph,
                                                       const SettingsFlags& options,
                                                       Services& services) {
  TRY(const SettingsLayer layer, settings_layer(options, services.directory()));
  TRY(const Settings* const settings, services.settings(layer));
  TRY(const std::unique_ptr<Registry> registry,
      services.registry(settings->indexes, options.resolver));
  const ExcludeNewer cutoffs = settings->exclude_newer_cutoffs(services.clock().now());
  const std::vector<const LockedPackage*> packages = asked_of_indexes(graph);
  std::vector<IndexUrl> indexes;
  for (const LockedPackage* package : packages) {
    TRY(IndexUrl index, IndexUrl::parse(package->source.text, services.directory()));
    registry->prefetch(package->name, index);
    indexes.push_back(std::move(index));
  }
  std::map<PackageName, Version> latest;
  for (std::size_t i = 0; i < packages.size(); ++i) {
    const LockedPackage& package = *packages[i];
    TRY(const auto listing, registry->listing(package.name, indexes[i]));
    const Allowed allowed{.python = graph.lockfile->requires_python,
                          .cutoff = cutoff_of(package.name, cutoffs),
                          .prereleases = package.version->is_prerelease() ||
                                         settings->prerelease == PrereleaseMode::allow};
    for (const auto& page : listing->pages) {
      const auto newest = latest_of(*page, allowed);
      if (!newest) continue;
      const auto [known, is_new] = latest.emplace(package.name, *newest);
      if (!is_new) known->second = std::max(known->second, *newest);
    }
  }
  return latest;
}

}  // namespace axle
