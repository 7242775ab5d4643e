// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "axle/base/environment.hpp"
#include "axle/base/error.hpp"
#include "axle/index/index_set.hpp"
#include "axle/project/settings_values.hpp"

namespace axle {

/// Everything that can be set, settled. A plain value for the commands.
struct Settings {
  IndexSet indexes;  ///< command line, environment, project, user, system; without credentials of
                     ///< UV_INDEX_… variables
  ResolutionMode resolution = ResolutionMode::highest;
  PrereleaseMode prerelease = PrereleaseMode::if_necessary;
  std::map<PackageName, PrereleaseMode> prerelease_package;
  ForkStrategy fork_strategy = ForkStrategy::requires_python;
  std::optional<UploadLimit> exclude_newer;
  std::map<PackageName, UploadLimit> exclude_newer_package;
  std::vector<StatedMetadata> dependency_metadata;
  BuildOptions build;
  BuildChoices builds;
  bool no_sources = false;
  std::set<PackageName> no_sources_package;
  /// Of the files of settings, for `axle pip`; a project's lock goes by Project.
  std::vector<Requirement> constraint_dependencies, override_dependencies;
  std::vector<PackageName> exclude_dependencies;

  bool upgrade = false;
  std::vector<Requirement> upgrade_package;
  bool reinstall = false;
  std::set<PackageName> reinstall_package;
  std::optional<LinkChoice> link_mode;  ///< none: what the machine does best
  bool compile_bytecode = false;
  bool allow_overlap = false;  ///< `tool.axle` only: packages may overwrite each other's files
  std::optional<std::string> torch_backend;
  std::optional<std::string> add_bounds;  ///< as written

  bool offline = false, no_cache = false, system_certs = false, preview = false;
  std::optional<std::filesystem::path> cache_dir;
  PythonPreference python_preference = PythonPreference::managed;
  PythonDownloads python_downloads = PythonDownloads::automatic;
  std::optional<std::uint64_t> concurrent_downloads, concurrent_builds, concurrent_installs;
  KeyringProvider keyring_provider = KeyringProvider::disabled;
  std::vector<std::string> allow_insecure_host;
  std::optional<std::string> http_proxy, https_proxy;
  std::vector<std::string> no_proxy;

  std::vector<std::string> warnings;  ///< to be said once each
  std::vector<std::string> notices;   ///< what has no effect here: to be said once for good

  /// As the resolver wants it; spans are counted back from `now`.
  ExcludeNewer exclude_newer_cutoffs(std::chrono::system_clock::time_point now) const;
};

class TomlFiles;

/// Where settings may come from, apart from the command line.
struct SettingsPlaces {
  std::filesystem::path directory;  ///< files are looked for here and in its parents
  std::optional<std::filesystem::path>
      config_file;         ///< `--config-file`: this one `uv.toml` instead of all files
  bool no_config = false;  ///< `--no-config`: no files at all
  bool for_pip = false;    ///< `tool.uv.pip` goes before `tool.uv`
  std::chrono::system_clock::time_point now;
  std::string version;         ///< of this program in uv's numbering, for `required-version`
  TomlFiles* files = nullptr;  ///< where files are known that others read too
};

/// The settings of a command: command line over environment (AXLE_… over UV_…)
/// over the project's file
/// (`axle.toml`, `uv.toml`, or the `tool.axle` and `tool.uv` tables of `pyproject.toml`) over the
/// user's (`axle/axle.toml`, `uv/uv.toml` in the configuration directory) over the system's, over
/// `lowest` (what requirements files say). An index that takes PyPI's place does so over those of
/// the lower layers, whichever of `index`, `index-url` and `default-index` says it.
/// Errors: `invalid_input` (E_PROJECT) for a file or variable that cannot be read as such, for keys
/// in a `uv.toml` that only a project may have, for a `required-version` that this is not; `io`. A
/// `pyproject.toml` that is no TOML is only a warning here.
Result<Settings> read_settings(const SettingsPlaces& places, const SettingsLayer& command_line,
                               const Environment& environment, const SettingsLayer& lowest = {});

/// The options of `axle pip` that `tool.uv.pip` states, those of an upper file first. Errors: as
/// above.
Result<std::vector<PipOption>> read_pip_options(const SettingsPlaces& places,
                                                const Environment& environment);

/// What the environment variables say (UV_INDEX_URL, UV_EXCLUDE_NEWER, …).
/// Errors: `invalid_input`, naming the variable.
Result<SettingsLayer> settings_from_environment(const Environment& environment,
                                                const std::filesystem::path& directory);

}  // namespace axle
