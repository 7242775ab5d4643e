// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "axle/index/index_set.hpp"
#include "axle/model/index_definition.hpp"
#include "axle/model/resolution_options.hpp"
#include "axle/project/build_choices.hpp"
#include "axle/project/exclude_newer.hpp"
#include "axle/standards/requirement.hpp"
#include "axle/versions/package_name.hpp"

namespace axle {

enum class LinkChoice : std::uint8_t { clone, copy, hardlink, symlink };
enum class PythonPreference : std::uint8_t { only_managed, managed, system, only_system };
enum class PythonDownloads : std::uint8_t { automatic, manual, never };
enum class KeyringProvider : std::uint8_t { disabled, subprocess };

/// A key of `tool.uv.pip` that is an option of `axle pip` commands.
struct PipOption {
  std::string key;                  ///< "generate-hashes"
  std::vector<std::string> values;  ///< "true" or "false" of a flag
};

/// What one layer (command line, environment, a file) says. Everything may be missing, which is not
/// the same as being stated with its default value. The keys are uv's.
struct SettingsLayer {
  // Which files exist.
  std::optional<std::vector<IndexDefinition>> index;
  std::optional<IndexDefinition> index_url;  ///< the default index
  std::optional<std::vector<IndexDefinition>> extra_index_url;
  std::optional<std::vector<IndexUrl>> find_links;
  std::optional<bool> no_index;
  std::optional<IndexStrategy> index_strategy;
  std::optional<KeyringProvider> keyring_provider;
  std::optional<std::vector<std::string>> allow_insecure_host;
  std::optional<UploadLimit> exclude_newer;
  std::map<PackageName, UploadLimit> exclude_newer_package;

  // Which of them are chosen.
  std::optional<ResolutionMode> resolution;
  std::optional<PrereleaseMode> prerelease;
  std::map<PackageName, PrereleaseMode> prerelease_package;
  std::optional<ForkStrategy> fork_strategy;
  std::vector<StatedMetadata> dependency_metadata;
  std::optional<bool> no_sources;
  std::optional<std::vector<PackageName>> no_sources_package;
  std::optional<bool> upgrade;
  std::optional<std::vector<Requirement>> upgrade_package;
  std::optional<std::string> torch_backend;
  std::optional<std::string> add_bounds;

  // What is built and installed, and how.
  std::optional<bool> no_build, no_binary;
  std::optional<std::vector<PackageName>> no_build_package, no_binary_package;
  std::optional<std::vector<PackageName>> build_package,
      binary_package;   ///< exceptions; command line only
  BuildChoices builds;  ///< but for `no_isolation`
  std::optional<bool> no_build_isolation;
  std::optional<bool> reinstall;
  std::optional<std::vector<PackageName>> reinstall_package;
  std::optional<LinkChoice> link_mode;
  std::optional<bool> compile_bytecode, allow_overlap;

  // How the program works.
  std::optional<std::string> required_version;  ///< specifiers
  std::optional<bool> offline, no_cache, system_certs, preview;
  std::optional<std::vector<std::string>> preview_features;  ///< names, or several with commas
  std::optional<std::string> cache_dir;                      ///< absolute
  std::optional<PythonPreference> python_preference;
  std::optional<PythonDownloads> python_downloads;
  std::optional<std::uint64_t> concurrent_downloads, concurrent_builds, concurrent_installs;
  std::optional<std::string> http_proxy, https_proxy;
  std::optional<std::vector<std::string>> no_proxy;

  // For `axle pip`.
  std::vector<PipOption> pip_options;
  std::vector<Requirement> constraint_dependencies, override_dependencies;
  std::vector<PackageName> exclude_dependencies;

  /// Keys that were read and that nothing here acts on, as they were written ("config-settings").
  std::vector<std::string> idle_keys;
};

/// `upper` over `lower`: single values are the upper ones where stated; lists are joined, the upper
/// first; tables of packages are joined, the upper entry for a name.
SettingsLayer combine(SettingsLayer upper, const SettingsLayer& lower);

/// The same for two tables of one file: the default index of the upper one has no precedence over
/// what the lower one lists as `index`.
SettingsLayer combine_tables(SettingsLayer upper, const SettingsLayer& lower);

}  // namespace axle
