// SPDX-License-Identifier: MIT
#include "axle/project/settings.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/text.hpp"
#include "base/try.hpp"
#include "project/build_choices_reader.hpp"
#include "project/settings_files.hpp"
#include "project/settings_table.hpp"

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

IndexDefinition in_older_form(IndexDefinition index_url) {
  index_url.is_older_form = true;
  return index_url;
}

/// The first definition that takes PyPI's place counts, and those of `index` come before
/// `index-url`: the `index-url` of an upper layer joins them before the lower layer's do.
void put_default_first(SettingsLayer& upper) {
  if (!upper.index_url) return;
  if (!upper.index) upper.index.emplace();
  upper.index->push_back(in_older_form(*std::exchange(upper.index_url, std::nullopt)));
}

IndexSet index_set(const SettingsLayer& layer) {
  IndexSet indexes;
  for (const auto* list : {&layer.index, &layer.extra_index_url})
    if (*list)
      indexes.definitions.insert(indexes.definitions.end(), (*list)->begin(), (*list)->end());
  if (layer.index_url) indexes.definitions.push_back(in_older_form(*layer.index_url));
  indexes.find_links = all_of(layer.find_links);
  indexes.no_index = layer.no_index.value_or(false);
  indexes.strategy = layer.index_strategy.value_or(IndexStrategy::first_index);
  return indexes;
}

/// `preview` alone decides where it is stated.
void choose_preview(const SettingsLayer& layer, Settings& settings) {
  settings.preview = layer.preview.value_or(false);
  for (const std::string& list : all_of(layer.preview_features))
    for (const std::string_view part : split(list, ',')) {
      const std::string_view feature = trim(part);
      if (feature == "lock-without-metadata")
        settings.preview = layer.preview.value_or(true);
      else if (!feature.empty())
        settings.notices.push_back(
            fmt::format("The preview feature `{}` has no effect here", escape_foreign(feature)));
    }
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
  choose_preview(layer, settings);
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
  settings.constraint_dependencies = std::move(layer.constraint_dependencies);
  settings.override_dependencies = std::move(layer.override_dependencies);
  settings.exclude_dependencies = std::move(layer.exclude_dependencies);
  for (const std::string& key : layer.idle_keys)
    settings.notices.push_back(
        fmt::format("The setting `{}` is known, but has no effect here", key));
  return settings;
}

}  // namespace

SettingsLayer combine(SettingsLayer upper, const SettingsLayer& lower) {
  put_default_first(upper);
  return combine_tables(std::move(upper), lower);
}

SettingsLayer combine_tables(SettingsLayer upper, const SettingsLayer& lower) {
  combine_fields(upper, lower);
  append(upper.index, lower.index);
  prefer(upper.index_url, lower.index_url);
  append(upper.extra_index_url, lower.extra_index_url);
  append(upper.find_links, lower.find_links);
  prefer(upper.exclude_newer, lower.exclude_newer);
  upper.exclude_newer_package.insert(lower.exclude_newer_package.begin(),
                                     lower.exclude_newer_package.end());
  upper.prerelease_package.insert(lower.prerelease_package.begin(), lower.prerelease_package.end());
  upper.dependency_metadata.insert(upper.dependency_metadata.end(),
                                   lower.dependency_metadata.begin(),
                                   lower.dependency_metadata.end());
  append(upper.upgrade_package, lower.upgrade_package);
  upper.builds = combine(std::move(upper.builds), lower.builds);
  append(upper.build_package, lower.build_package);
  append(upper.binary_package, lower.binary_package);
  prefer(upper.cache_dir, lower.cache_dir);
  const auto join = [](auto& to, const auto& from) {
    to.insert(to.end(), from.begin(), from.end());
  };
  join(upper.pip_options, lower.pip_options);
  join(upper.constraint_dependencies, lower.constraint_dependencies);
  join(upper.override_dependencies, lower.override_dependencies);
  join(upper.exclude_dependencies, lower.exclude_dependencies);
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

Result<std::vector<PipOption>> read_pip_options(const SettingsPlaces& places,
                                                const Environment& environment) {
  TRY(SettingsFiles files, read_settings_files(places, environment));
  return std::move(files.layer.pip_options);
}

Result<Settings> read_settings(const SettingsPlaces& places, const SettingsLayer& command_line,
                               const Environment& environment, const SettingsLayer& lowest) {
  TRY(SettingsFiles files, read_settings_files(places, environment));
  TRY(const SettingsLayer variables, settings_from_environment(environment, places.directory));
  Settings settings =
      settled(combine(combine(combine(command_line, variables), files.layer), lowest));
  settings.warnings = std::move(files.warnings);
  for (const std::string& name : idle_variables(environment))
    settings.notices.push_back(
        fmt::format("The variable `{}` is known, but has no effect here", name));
  return settings;
}

}  // namespace axle
