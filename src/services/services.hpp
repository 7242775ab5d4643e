// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <future>
#include <memory>
#include <optional>

#include "axle/base/environment.hpp"
#include "axle/base/error.hpp"
#include "axle/base/reporter.hpp"
#include "axle/index/registry.hpp"
#include "axle/project/settings.hpp"
#include "axle/toml/toml.hpp"
#include "cache/cache.hpp"
#include "cache/http_cache.hpp"
#include "net/http_client.hpp"
#include "services/options.hpp"
#include "services/system.hpp"

namespace axle {

/// What a command works with, each made when it is first asked for, so that a command which needs
/// none of it pays for none.
class Services {
 public:
  /// `options` and `reporter` have to outlive it.
  Services(const RunOptions& options, System system, Reporter& reporter);
  Services(const Services&) = delete;
  Services& operator=(const Services&) = delete;
  ~Services();

  const RunOptions& run_options() const { return options_; }
  const Environment& environment() const { return system_.environment; }
  Reporter& reporter() { return reporter_; }
  const Clock& clock() const { return *system_.clock; }
  /// What this run says and goes by.
  RunRecord& record() { return *system_.record; }
  /// The files that settings and project are both in.
  TomlFiles& toml_files() { return toml_files_; }
  /// After one of them was changed: files and settings are read again when they are asked for, the
  /// settings with what the command line said the first time.
  void forget_files();
  /// Where the command works, and what its relative paths are taken from: `--directory`, else the
  /// current one; absolute.
  const std::filesystem::path& directory() const { return directory_; }
  /// Where the project and its settings are looked for: `--project`, else `directory`; absolute.
  const std::filesystem::path& project_directory() const { return project_directory_; }

  /// The settings that hold with what the command line says, above all, and what `lowest` says,
  /// below all; warnings and notices are said. Kept
  /// from the first call on.
  Result<const Settings*> settings(const SettingsLayer& command_line,
                                   const SettingsLayer& lowest = {});
  /// Which Pythons go first. Settings that cannot be read say nothing here: whoever needs them says
  /// what is wrong.
  PythonPreference python_preference();
  /// The options that `tool.uv.pip` states; from then on it counts for `settings`, too.
  Result<std::vector<PipOption>> pip_options();
  /// Warns of what the user need not hear twice: once for each project and cache.
  void warn_once(const std::string& text);
  /// Errors: `io`, `locked`.
  Result<Cache*> cache();
  /// What the cache knows of requests. Errors: those of `cache`.
  Result<const HttpCache*> http_cache();
  /// Null when offline. Errors: `invalid_input` for bad variables or a bad netrc file.
  Result<HttpClient*> http(const IndexSet& indexes);
  /// Indexes will be asked, unless all is cached: gets ready for that in the background, while
  /// something else takes time, if nothing is cached.
  void expect_requests();
  /// The bytes at an http(s) URL that is of no index, such as a remote requirements file; without
  /// the cache. Errors: those of HttpClient, `invalid_input` for what is no URL, E_INDEX_LIMIT for
  /// more than `limit` bytes.
  Result<std::string> text_at(const std::string& url, std::size_t limit);
  /// The registry of these indexes; a new one for each call.
  Result<std::unique_ptr<Registry>> registry(const IndexSet& indexes,
                                             const ResolverOptions& resolver);

 private:
  bool is_offline() const;
  SettingsPlaces settings_places();
  /// With what holds for the whole run.
  Result<Settings> read_with(SettingsLayer command_line, const SettingsLayer& lowest);
  Result<std::unique_ptr<HttpClient>> new_client(const IndexSet& indexes);
  /// A Poetry project is read as the uv project that it would be.
  Result<TomlDocument> in_our_terms(TomlDocument document);

  const RunOptions& options_;
  System system_;
  Reporter& reporter_;
  std::filesystem::path directory_;
  std::filesystem::path project_directory_;
  bool is_pip_ = false;
  TomlFiles toml_files_;
  std::optional<SettingsLayer> command_line_;
  std::optional<Settings> settings_;
  std::optional<Cache> cache_;
  std::optional<HttpCache> http_cache_;
  std::unique_ptr<HttpClient> http_;
  std::future<void> opening_;  ///< the library that requests need
};

}  // namespace axle
