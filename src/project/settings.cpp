// SPDX-License-Identifier: MIT
#include "axle/project/settings.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "base/try.hpp"
#include "project/build_choices_reader.hpp"
#include "project/settings_files.hpp"

namespace axle {
namespace {

template <class T>
void prefer(std::optional<T>& upper, const std::optional<T>& lower) {
  if (!upper) upper = lower;
}

template <class T>
void append(std::optional<std::vector<T>>& upper, const std::optional<std::vector<T>>& lower) {
  if (!lower) return;
  if (!upper) upper.emplace();
  upper->insert(upper->end(), lower->begin(), lower->end());
}

template <class T>
std::set<T> as_set(const std::optional<std::vector<T>>& items) {
  return items ? std::set<T>(items->begin(), items->end()) : std::set<T>{};
}

template <class T>
std::vector<T> all_of(std::optional<std::vector<T>> items) {
  return items ? *std::move(items) : std::vector<T>{};
}

IndexSet index_set(const SettingsLayer& layer) {
  IndexSet indexes;
  for (const auto* list : {&layer.index, &layer.extra_index_url})
    if (*list)
      indexes.definitions.insert(indexes.definitions.end(), (*list)->begin(), (*list)->end());
  if (layer.index_url) indexes.definitions.push_back(*layer.index_url);
  indexes.find_links = all_of(layer.find_links);
  indexes.no_index = layer.no_index.value_or(false);
  indexes.strategy = layer.index_strategy.value_or(IndexStrategy::first_index);
  return indexes;
}

BuildOptions build_options(const SettingsLayer& layer) {
  BuildOptions build;
  build.no_build = layer.no_build.value_or(false);
  build.no_binary = layer.no_binary.value_or(false);
  build.no_build_packages = as_set(layer.no_build_package);
  build.no_binary_packages = as_set(layer.no_binary_package);
  build.build_packages = as_set(layer.build_package);
  build.binary_packages = as_set(layer.binary_package);
  return build;
}

Settings settled(SettingsLayer layer) {
  Settings settings;
  settings.indexes = index_set(layer);
  settings.build = build_options(layer);
  settings.builds = std::move(layer.builds);
  settings.builds.no_isolation = layer.no_build_isolation.value_or(false);
  settings.resolution = layer.resolution.value_or(settings.resolution);
  settings.prerelease = layer.prerelease.value_or(settings.prerelease);
  settings.prerelease_package = std::move(layer.prerelease_package);
  settings.fork_strategy = layer.fork_strategy.value_or(settings.fork_strategy);
  // `false` switches off what a lower layer says.
  if (layer.exclude_newer && layer.exclude_newer->kind != UploadLimit::Kind::off)
    settings.exclude_newer = layer.exclude_newer;
  settings.exclude_newer_package = std::move(layer.exclude_newer_package);
  settings.dependency_metadata = std::move(layer.dependency_metadata);
  settings.no_sources = layer.no_sources.value_or(false);
  settings.no_sources_package = as_set(layer.no_sources_package);
  settings.upgrade = layer.upgrade.value_or(false);
  settings.upgrade_package = all_of(std::move(layer.upgrade_package));
  settings.reinstall = layer.reinstall.value_or(false);
  settings.reinstall_package = as_set(layer.reinstall_package);
  settings.link_mode = layer.link_mode;
  settings.compile_bytecode = layer.compile_bytecode.value_or(false);
  settings.allow_overlap = layer.allow_overlap.value_or(false);
  settings.torch_backend = std::move(layer.torch_backend);
  settings.add_bounds = std::move(layer.add_bounds);
  settings.offline = layer.offline.value_or(false);
  settings.no_cache = layer.no_cache.value_or(false);
  settings.system_certs = layer.system_certs.value_or(false);
  settings.preview = layer.preview.value_or(false);
  if (layer.cache_dir) settings.cache_dir = *layer.cache_dir;
  settings.python_preference = layer.python_preference.value_or(settings.python_preference);
  settings.python_downloads = layer.python_downloads.value_or(settings.python_downloads);
  settings.concurrent_downloads = layer.concurrent_downloads;
  settings.concurrent_builds = layer.concurrent_builds;
  settings.concurrent_installs = layer.concurrent_installs;
  settings.keyring_provider = layer.keyring_provider.value_or(settings.keyring_provider);
  settings.allow_insecure_host = all_of(std::move(layer.allow_insecure_host));
  settings.http_proxy = std::move(layer.http_proxy);
  settings.https_proxy = std::move(layer.https_proxy);
  settings.no_proxy = all_of(std::move(layer.no_proxy));
  for (const std::string& key : layer.idle_keys)
    settings.notices.push_back(
        fmt::format("The setting `{}` is known, but has no effect here", key));
  return settings;
}

}  // namespace

SettingsLayer combine(SettingsLayer upper, const SettingsLayer& lower) {
  append(upper.index, lower.index);
  prefer(upper.index_url, lower.index_url);
  append(upper.extra_index_url, lower.extra_index_url);
  append(upper.find_links, lower.find_links);
  prefer(upper.no_index, lower.no_index);
  prefer(upper.index_strategy, lower.index_strategy);
  prefer(upper.keyring_provider, lower.keyring_provider);
  append(upper.allow_insecure_host, lower.allow_insecure_host);
  prefer(upper.exclude_newer, lower.exclude_newer);
  upper.exclude_newer_package.insert(lower.exclude_newer_package.begin(),
                                     lower.exclude_newer_package.end());
  prefer(upper.resolution, lower.resolution);
  prefer(upper.prerelease, lower.prerelease);
  upper.prerelease_package.insert(lower.prerelease_package.begin(), lower.prerelease_package.end());
  prefer(upper.fork_strategy, lower.fork_strategy);
  upper.dependency_metadata.insert(upper.dependency_metadata.end(),
                                   lower.dependency_metadata.begin(),
                                   lower.dependency_metadata.end());
  prefer(upper.no_sources, lower.no_sources);
  append(upper.no_sources_package, lower.no_sources_package);
  prefer(upper.upgrade, lower.upgrade);
  append(upper.upgrade_package, lower.upgrade_package);
  prefer(upper.torch_backend, lower.torch_backend);
  upper.builds = combine(std::move(upper.builds), lower.builds);
  prefer(upper.no_build_isolation, lower.no_build_isolation);
  prefer(upper.add_bounds, lower.add_bounds);
  prefer(upper.no_build, lower.no_build);
  prefer(upper.no_binary, lower.no_binary);
  append(upper.no_build_package, lower.no_build_package);
  append(upper.no_binary_package, lower.no_binary_package);
  append(upper.build_package, lower.build_package);
  append(upper.binary_package, lower.binary_package);
  prefer(upper.reinstall, lower.reinstall);
  append(upper.reinstall_package, lower.reinstall_package);
  prefer(upper.link_mode, lower.link_mode);
  prefer(upper.compile_bytecode, lower.compile_bytecode);
  prefer(upper.allow_overlap, lower.allow_overlap);
  prefer(upper.required_version, lower.required_version);
  prefer(upper.offline, lower.offline);
  prefer(upper.no_cache, lower.no_cache);
  prefer(upper.system_certs, lower.system_certs);
  prefer(upper.preview, lower.preview);
  prefer(upper.cache_dir, lower.cache_dir);
  prefer(upper.python_preference, lower.python_preference);
  prefer(upper.python_downloads, lower.python_downloads);
  prefer(upper.concurrent_downloads, lower.concurrent_downloads);
  prefer(upper.concurrent_builds, lower.concurrent_builds);
  prefer(upper.concurrent_installs, lower.concurrent_installs);
  prefer(upper.http_proxy, lower.http_proxy);
  prefer(upper.https_proxy, lower.https_proxy);
  append(upper.no_proxy, lower.no_proxy);
  upper.idle_keys.insert(upper.idle_keys.end(), lower.idle_keys.begin(), lower.idle_keys.end());
  return upper;
}

ExcludeNewer Settings::exclude_newer_cutoffs(std::chrono::system_clock::time_point now) const {
  ExcludeNewer cutoffs;
  if (exclude_newer) cutoffs.global = exclude_newer->cutoff(now);
  for (const auto& [name, limit] : exclude_newer_package)
    cutoffs.packages.emplace(name, limit.cutoff(now));
  return cutoffs;
}

Result<Settings> read_settings(const SettingsPlaces& places, const SettingsLayer& command_line,
                               const Environment& environment) {
  TRY(SettingsFiles files, read_settings_files(places, environment));
  TRY(const SettingsLayer variables, settings_from_environment(environment, places.directory));
  Settings settings = settled(combine(combine(command_line, variables), files.layer));
  settings.warnings = std::move(files.warnings);
  return settings;
}

}  // namespace axle
