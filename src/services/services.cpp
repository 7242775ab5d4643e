// SPDX-License-Identifier: MIT
#include "services/services.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include "axle/versions/package_name.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cache/foreign_cache.hpp"
#include "index/default_index.hpp"
#include "index/http_registry.hpp"
#include "index/project_page.hpp"
#include "net/credentials.hpp"
#include "net/curl_client.hpp"
#include "net/index_hosts.hpp"
#include "poetry/uv_form.hpp"
#include "project/settings_table.hpp"

namespace axle {
namespace {

Result<CredentialStore> credentials_of(const IndexSet& indexes, const Environment& environment,
                                       const CredentialSources& sources) {
  std::vector<CredentialScope> scopes;
  const auto add = [&](const IndexUrl& index, const IndexDefinition* definition) {
    if (index.local_path()) return;
    const std::string& text = index.text();
    const std::size_t host = text.find("://");
    const std::string with_login =
        index.user_info().empty() || host == std::string::npos
            ? text
            : text.substr(0, host + 3) + index.user_info() + "@" + text.substr(host + 3);
    auto url = Url::parse(with_login);
    if (!url) return;
    CredentialScope scope{*std::move(url), {}, true, false};
    if (definition != nullptr) {
      scope.name = definition->name.value_or("");
      scope.by_project = definition->origin == IndexOrigin::project;
      scope.always = definition->authenticate == IndexAuthentication::always;
    }
    scopes.push_back(std::move(scope));
  };
  for (const IndexDefinition& definition : indexes.definitions) add(definition.url, &definition);
  for (const IndexDefinition& definition : indexes.implicit_order())
    add(definition.url, &definition);
  for (const IndexUrl& link : indexes.find_links) add(link, nullptr);
  return CredentialStore::collect(scopes, environment, sources);
}

/// "/a/." is "/a/" once it is normal.
fs::path without_slash(const fs::path& directory) {
  return directory.has_relative_path() && !directory.has_filename() ? directory.parent_path()
                                                                    : directory;
}

}  // namespace

Services::Services(const RunOptions& options, System system, Reporter& reporter)
    : options_(options),
      system_(std::move(system)),
      reporter_(reporter),
      directory_(without_slash(absolute_path(fs::path(options.directory.value_or("."))))),
      project_directory_(
          without_slash(absolute_path(directory_ / fs::path(options.project.value_or("."))))) {
  forget_files();
}

void Services::forget_files() {
  toml_files_ =
      TomlFiles([this](TomlDocument document) { return in_our_terms(std::move(document)); });
  settings_.reset();
}

Services::~Services() = default;

SettingsPlaces Services::settings_places() {
  SettingsPlaces places{.directory = project_directory_,
                        .config_file = {},
                        .no_config = options_.no_config,
                        .for_pip = is_pip_,
                        .now = clock().now(),
                        .version = "0.13.9",
                        .files = &toml_files_};
  if (options_.config_file) places.config_file = absolute_path(fs::path(*options_.config_file));
  return places;
}

Result<std::vector<PipOption>> Services::pip_options() {
  is_pip_ = true;
  return read_pip_options(settings_places(), environment());
}

void Services::warn_once(const std::string& text) {
  const auto opened = cache();
  if (opened && !(*opened)->is_read_only()) {
    const fs::path said = (*opened)->bucket("said-v1");
    const fs::path note = said / cache_key(project_directory_.string() + '\n' + text);
    if (file_exists(note)) return;
    // A note that cannot be written only means that the warning comes again.
    if (make_directories(said, 0700)) static_cast<void>(write_file_quickly(note, ""));
  }
  reporter_.warning(text);
}

Result<TomlDocument> Services::in_our_terms(TomlDocument document) {
  if (document.path().filename() != "pyproject.toml") return document;
  // A default index that the environment names stands for PyPI in a Poetry project too.
  const std::string pypi =
      environment().get_setting("DEFAULT_INDEX").value_or(std::string(default_index_url));
  TRY(std::optional<UvForm> form, uv_form(document, pypi));
  if (!form) return document;
  for (const std::string& warning : form->warnings) reporter_.warning(warning);
  return std::move(form->document);
}

Result<Settings> Services::read_with(SettingsLayer layer, const SettingsLayer& lowest) {
  if (options_.offline) layer.offline = options_.offline;
  if (options_.no_cache) layer.no_cache = true;
  if (options_.preview) layer.preview = options_.preview;
  if (!options_.preview_features.empty()) layer.preview_features = options_.preview_features;
  if (options_.cache_dir) layer.cache_dir = absolute_path(fs::path(*options_.cache_dir)).string();
  if (!options_.allow_insecure_host.empty())
    layer.allow_insecure_host = options_.allow_insecure_host;
  TRY_OK(set_option_word(layer, "--python-preference", options_.python_preference));
  return read_settings(settings_places(), layer, environment(), lowest);
}

PythonPreference Services::python_preference() {
  if (settings_) return settings_->python_preference;
  // Not kept: the command has not said yet what its own options are.
  const auto read = read_with({}, {});
  return read ? read->python_preference : Settings{}.python_preference;
}

Result<const Settings*> Services::settings(const SettingsLayer& command_line,
                                           const SettingsLayer& lowest) {
  if (!settings_) {
    if (!command_line_) command_line_ = command_line;
    TRY(settings_, read_with(*command_line_, lowest));
    for (const std::string& warning : settings_->warnings) reporter_.warning(warning);
    for (const std::string& notice : settings_->notices) warn_once(notice);
  }
  return &*settings_;
}

Result<Cache*> Services::cache() {
  if (!cache_) {
    const bool no_cache =
        settings_ ? settings_->no_cache
                  : options_.no_cache || environment().get_flag("NO_CACHE").value_or(false);
    if (no_cache) {
      TRY(Cache made, Cache::temporary());
      cache_ = std::move(made);
    } else {
      std::optional<fs::path> option =
          options_.cache_dir ? std::optional(absolute_path(fs::path(*options_.cache_dir)))
                             : std::nullopt;
      if (!option && settings_) option = settings_->cache_dir;
      TRY(const fs::path root, cache_root(option, environment()));
      // As pip does under sudo: nothing of another user's is installed as root.
      if (belongs_to_another_user(root)) {
        reporter_.warning(fmt::format(
            "the cache `{}` belongs to another user, and is not used by root; name one of your own "
            "with `--cache-dir` or `AXLE_CACHE_DIR`",
            escape_foreign(root.string())));
        TRY(cache_, Cache::temporary());
        return &*cache_;
      }
      auto opened = Cache::open(root);
      if (!opened) {
        opened.error().hints.emplace_back(
            "name another directory with `--cache-dir` or `AXLE_CACHE_DIR`, or use `--no-cache`");
        return std::unexpected(std::move(opened).error());
      }
      cache_ = *std::move(opened);
    }
  }
  return &*cache_;
}

Result<const HttpCache*> Services::http_cache() {
  TRY(Cache* const opened, cache());
  if (!http_cache_) http_cache_.emplace(*opened, clock());
  return &*http_cache_;
}

Result<std::unique_ptr<HttpClient>> Services::new_client(const IndexSet& indexes) {
  TRY(ClientOptions client, ClientOptions::from(environment()));
  IndexHosts hosts = IndexHosts::read(environment());
  CredentialSources sources{.hosts = &hosts};
  if (settings_) sources.keyring = settings_->keyring_provider == KeyringProvider::subprocess;
  TRY(client.credentials, credentials_of(indexes, environment(), sources));
  for (const std::string& notice : client.credentials.notices()) reporter_.warning(notice);
  client.environment = environment();
  if (settings_) {
    if (settings_->concurrent_downloads)
      client.max_concurrent = static_cast<unsigned>(
          std::min<std::uint64_t>(*settings_->concurrent_downloads, client.max_concurrent));
    client.insecure_hosts = settings_->allow_insecure_host;
    client.proxies = {settings_->http_proxy.value_or(""), settings_->https_proxy.value_or(""),
                      fmt::format("{}", fmt::join(settings_->no_proxy, ","))};
  }
  return std::make_unique<CurlClient>(std::move(client));
}

bool Services::is_offline() const {
  return settings_ ? settings_->offline : options_.offline.value_or(false);
}

void Services::expect_requests() {
  if (is_offline() || opening_.valid()) return;
  const Result<Cache*> opened = cache();
  if (!opened || has_cached_pages(**opened)) return;
  opening_ = std::async(std::launch::async, open_http_library);
}

Result<HttpClient*> Services::http(const IndexSet& indexes) {
  if (is_offline()) return nullptr;
  if (!http_) {
    TRY(http_, new_client(indexes));
  }
  return http_.get();
}

Result<std::string> Services::text_at(const std::string& url, std::size_t limit) {
  TRY(Url parsed, Url::parse(url));
  if (options_.offline.value_or(environment().get_flag("OFFLINE").value_or(false)))
    return fail_with_code(
        ErrorKind::network, ErrorCode::offline,
        "`" + escape_foreign(parsed.display()) + "` is on the network, which `--offline` forbids",
        {}, {}, "download the file");
  // The settings, and with them the indexes and their logins, are not known yet.
  TRY(const std::unique_ptr<HttpClient> client, new_client({}));
  Request request{.url = std::move(parsed)};
  request.max_body_bytes = limit;
  TRY(Response response, client->start(std::move(request)).wait());
  if (response.status != 200) return status_failure(response);
  return std::move(response.body);
}

Result<std::unique_ptr<Registry>> Services::registry(const IndexSet& indexes,
                                                     const ResolverOptions& resolver) {
  TRY(Cache* const opened, cache());
  TRY(HttpClient* const client, http(indexes));
  TRY(const HttpCache* const known, http_cache());
  RegistryOptions options;
  options.offline = client == nullptr;
  options.refresh_all = resolver.refresh;
  for (const std::string& text : resolver.refresh_package) {
    TRY(PackageName name, PackageName::parse(text));
    options.refresh_packages.insert(std::move(name));
  }
  return std::unique_ptr<Registry>(
      std::make_unique<HttpRegistry>(client, *opened, *known, indexes, std::move(options)));
}

}  // namespace axle
