// SPDX-License-Identifier: MIT
#include "project/settings_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <memory>

#include "axle/standards/lenient.hpp"
#include "base/try.hpp"
#include "project/build_choices_reader.hpp"

namespace axle {
namespace {

constexpr std::array project_only_keys{
    std::string_view("conflicts"),
    std::string_view("workspace"),
    std::string_view("sources"),
    std::string_view("dev-dependencies"),
    std::string_view("default-groups"),
    std::string_view("dependency-groups"),
    std::string_view("managed"),
    std::string_view("package"),
    std::string_view("build-backend"),
    std::string_view("environments"),
    std::string_view("required-environments"),
    std::string_view("accelerators"),
    std::string_view("accelerator"),
    std::string_view("accelerator-versions"),
    std::string_view("accelerator-channel"),
    std::string_view("accelerator-index-url"),
    std::string_view("accelerator-packages"),
    std::string_view("accelerator-data"),
};

// Read by uv, and by nothing here: their being there is said once.
constexpr std::array idle_keys{
    std::string_view("require-build-hashes"),
    std::string_view("preview-features"),
    std::string_view("python-install-mirror"),
    std::string_view("pypy-install-mirror"),
    std::string_view("python-downloads-json-url"),
    std::string_view("publish-url"),
    std::string_view("trusted-publishing"),
    std::string_view("check-url"),
    std::string_view("add-bounds"),
    std::string_view("audit"),
    std::string_view("pip"),
};

constexpr std::array live_keys{
    std::string_view("required-version"),
    std::string_view("system-certs"),
    std::string_view("native-tls"),
    std::string_view("offline"),
    std::string_view("no-cache"),
    std::string_view("cache-dir"),
    std::string_view("preview"),
    std::string_view("python-preference"),
    std::string_view("python-downloads"),
    std::string_view("concurrent-downloads"),
    std::string_view("concurrent-builds"),
    std::string_view("concurrent-installs"),
    std::string_view("index"),
    std::string_view("index-url"),
    std::string_view("extra-index-url"),
    std::string_view("no-index"),
    std::string_view("find-links"),
    std::string_view("index-strategy"),
    std::string_view("keyring-provider"),
    std::string_view("http-proxy"),
    std::string_view("https-proxy"),
    std::string_view("no-proxy"),
    std::string_view("allow-insecure-host"),
    std::string_view("resolution"),
    std::string_view("prerelease"),
    std::string_view("prerelease-package"),
    std::string_view("fork-strategy"),
    std::string_view("dependency-metadata"),
    std::string_view("exclude-newer"),
    std::string_view("exclude-newer-package"),
    std::string_view("link-mode"),
    std::string_view("compile-bytecode"),
    std::string_view("allow-overlap"),
    std::string_view("no-sources"),
    std::string_view("no-sources-package"),
    std::string_view("upgrade"),
    std::string_view("upgrade-package"),
    std::string_view("reinstall"),
    std::string_view("reinstall-package"),
    std::string_view("config-settings"),
    std::string_view("config-settings-package"),
    std::string_view("no-build-isolation"),
    std::string_view("no-build-isolation-package"),
    std::string_view("extra-build-dependencies"),
    std::string_view("extra-build-variables"),
    std::string_view("cache-keys"),
    std::string_view("no-build"),
    std::string_view("no-build-package"),
    std::string_view("no-binary"),
    std::string_view("no-binary-package"),
    std::string_view("torch-backend"),
    std::string_view("override-dependencies"),
    std::string_view("exclude-dependencies"),
    std::string_view("constraint-dependencies"),
    std::string_view("build-constraint-dependencies"),
    std::string_view("minimum-libc-version"),
};

Result<IndexDefinition> plain_index(std::string_view text, const ReadContext& context,
                                    bool is_default) {
  IndexDefinition index;
  index.origin = context.origin;
  index.is_default = is_default;
  TRY(index.url, IndexUrl::parse(text, context.directory));
  return index;
}

Result<void> read_indexes(const TomlReader& reader, const ReadContext& context,
                          SettingsLayer& layer) {
  TRY(const std::vector<TomlValue>* tables, reader.array("index"));
  if (tables != nullptr) {
    TRY(layer.index, read_index_tables(reader, *tables, context));
  }
  TRY(layer.index_url, reader.parsed<IndexDefinition>("index-url", [&](std::string_view text) {
    return plain_index(text, context, true);
  }));
  TRY(layer.extra_index_url,
      reader.parsed_list<IndexDefinition>("extra-index-url", [&](std::string_view text) {
        return plain_index(text, context, false);
      }));
  TRY(layer.find_links, reader.parsed_list<IndexUrl>("find-links", [&](std::string_view text) {
    return IndexUrl::parse(text, context.directory);
  }));
  TRY(layer.no_index, reader.flag("no-index"));
  TRY(layer.index_strategy,
      reader.choice<IndexStrategy>("index-strategy",
                                   {{"first-index", IndexStrategy::first_index},
                                    {"unsafe-first-match", IndexStrategy::unsafe_first_match},
                                    {"unsafe-any-match", IndexStrategy::unsafe_first_match},
                                    {"unsafe-best-match", IndexStrategy::unsafe_best_match}}));
  TRY(layer.keyring_provider,
      reader.choice<KeyringProvider>(
          "keyring-provider",
          {{"disabled", KeyringProvider::disabled}, {"subprocess", KeyringProvider::subprocess}}));
  TRY(layer.allow_insecure_host, reader.texts("allow-insecure-host"));
  return {};
}

Result<void> read_exclude_newer(const TomlReader& reader, SettingsLayer& layer) {
  if (const TomlValue* value = reader.find("exclude-newer")) {
    TRY(layer.exclude_newer, read_upload_limit(reader, *value));
  }
  TRY(const TomlValue* packages, reader.subtable("exclude-newer-package"));
  if (packages == nullptr) return {};
  for (const TomlEntry& entry : packages->entries) {
    auto name = PackageName::parse(entry.key);
    if (!name) return reader.document().error(entry.position, name.error());
    TRY(UploadLimit limit, read_upload_limit(reader, entry.value));
    layer.exclude_newer_package.insert_or_assign(*std::move(name), std::move(limit));
  }
  return {};
}

const std::initializer_list<std::pair<std::string_view, PrereleaseMode>> prerelease_words{
    {"disallow", PrereleaseMode::disallow},
    {"allow", PrereleaseMode::allow},
    {"if-necessary", PrereleaseMode::if_necessary},
    {"explicit", PrereleaseMode::explicitly},
    {"if-necessary-or-explicit", PrereleaseMode::if_necessary}};

Result<void> read_modes(const TomlReader& reader, SettingsLayer& layer) {
  TRY(layer.resolution, reader.choice<ResolutionMode>(
                            "resolution", {{"highest", ResolutionMode::highest},
                                           {"lowest", ResolutionMode::lowest},
                                           {"lowest-direct", ResolutionMode::lowest_direct}}));
  TRY(layer.prerelease, reader.choice<PrereleaseMode>("prerelease", prerelease_words));
  TRY(layer.fork_strategy, reader.choice<ForkStrategy>(
                               "fork-strategy", {{"requires-python", ForkStrategy::requires_python},
                                                 {"fewest", ForkStrategy::fewest}}));
  TRY(const TomlValue* packages, reader.subtable("prerelease-package"));
  if (packages == nullptr) return {};
  const TomlReader inner(reader.document(), *packages);
  for (const TomlEntry& entry : packages->entries) {
    auto name = PackageName::parse(entry.key);
    if (!name) return reader.document().error(entry.position, name.error());
    TRY(const auto mode, inner.choice<PrereleaseMode>(entry.key, prerelease_words));
    layer.prerelease_package.insert_or_assign(*std::move(name), *mode);
  }
  return {};
}

Result<StatedMetadata> read_stated_metadata(const TomlReader& reader, const TomlValue& table) {
  if (!table.is_table()) return reader.wrong_type(table, "a map");
  const TomlReader inner(reader.document(), table);
  TRY(auto name, inner.parsed<PackageName>("name", PackageName::parse));
  if (!name) return reader.error(table, "missing field `name`");
  TRY(auto version, inner.parsed<Version>("version", Version::parse));
  CoreMetadata metadata{*name, name->text(), version.value_or(Version{}), "2.4", {}, {}, {}, {},
                        {}};
  TRY(auto requires_dist, inner.parsed_list<Requirement>("requires-dist", Requirement::parse));
  if (requires_dist) metadata.requires_dist = *std::move(requires_dist);
  TRY(metadata.requires_python,
      inner.parsed<VersionSpecifiers>("requires-python", parse_lenient_specifiers));
  for (const char* key : {"provides-extra", "provides-extras"}) {
    TRY(auto extras, inner.parsed_list<ExtraName>(key, ExtraName::parse));
    if (extras) metadata.provides_extras = *std::move(extras);
  }
  return StatedMetadata{*std::move(name), std::move(version),
                        std::make_shared<const CoreMetadata>(std::move(metadata))};
}

Result<void> read_packages(const TomlReader& reader, SettingsLayer& layer) {
  TRY(layer.no_sources, reader.flag("no-sources"));
  TRY(layer.no_sources_package,
      reader.parsed_list<PackageName>("no-sources-package", PackageName::parse));
  TRY(layer.upgrade, reader.flag("upgrade"));
  TRY(layer.upgrade_package, read_requirements(reader, "upgrade-package"));
  TRY(layer.reinstall, reader.flag("reinstall"));
  TRY(layer.reinstall_package,
      reader.parsed_list<PackageName>("reinstall-package", PackageName::parse));
  TRY(layer.builds, read_build_choices(reader));
  TRY(layer.no_build_isolation, reader.flag("no-build-isolation"));
  TRY(layer.no_build, reader.flag("no-build"));
  TRY(layer.no_build_package,
      reader.parsed_list<PackageName>("no-build-package", PackageName::parse));
  TRY(layer.no_binary, reader.flag("no-binary"));
  TRY(layer.no_binary_package,
      reader.parsed_list<PackageName>("no-binary-package", PackageName::parse));
  TRY(const std::vector<TomlValue>* metadata, reader.array("dependency-metadata"));
  if (metadata == nullptr) return {};
  for (const TomlValue& table : *metadata) {
    TRY(StatedMetadata stated, read_stated_metadata(reader, table));
    layer.dependency_metadata.push_back(std::move(stated));
  }
  return {};
}

Result<void> read_globals(const TomlReader& reader, const ReadContext& context,
                          SettingsLayer& layer) {
  TRY(layer.offline, reader.flag("offline"));
  TRY(layer.no_cache, reader.flag("no-cache"));
  TRY(layer.preview, reader.flag("preview"));
  TRY(layer.system_certs, reader.flag("system-certs"));
  TRY(const auto native_tls, reader.flag("native-tls"));
  if (!layer.system_certs) layer.system_certs = native_tls;
  TRY(layer.cache_dir, reader.text("cache-dir"));
  if (layer.cache_dir)
    layer.cache_dir = (context.directory / *layer.cache_dir).lexically_normal().string();
  TRY(layer.python_preference,
      reader.choice<PythonPreference>("python-preference",
                                      {{"only-managed", PythonPreference::only_managed},
                                       {"managed", PythonPreference::managed},
                                       {"system", PythonPreference::system},
                                       {"only-system", PythonPreference::only_system}}));
  TRY(layer.python_downloads,
      reader.choice<PythonDownloads>("python-downloads", {{"automatic", PythonDownloads::automatic},
                                                          {"manual", PythonDownloads::manual},
                                                          {"never", PythonDownloads::never}}));
  TRY(layer.concurrent_downloads, reader.positive("concurrent-downloads"));
  TRY(layer.concurrent_builds, reader.positive("concurrent-builds"));
  TRY(layer.concurrent_installs, reader.positive("concurrent-installs"));
  TRY(layer.http_proxy, reader.text("http-proxy"));
  TRY(layer.https_proxy, reader.text("https-proxy"));
  TRY(layer.no_proxy, reader.texts("no-proxy"));
  TRY(layer.link_mode, reader.choice<LinkChoice>("link-mode", {{"clone", LinkChoice::clone},
                                                               {"copy", LinkChoice::copy},
                                                               {"hardlink", LinkChoice::hardlink},
                                                               {"symlink", LinkChoice::symlink}}));
  TRY(layer.compile_bytecode, reader.flag("compile-bytecode"));
  // Only `pip` goes by it, so that its own table has the last word.
  TRY(const TomlValue* const pip, reader.subtable("pip"));
  if (pip != nullptr) {
    TRY(layer.torch_backend, TomlReader(reader.document(), *pip).text("torch-backend"));
  }
  if (!layer.torch_backend) {
    TRY(layer.torch_backend, reader.text("torch-backend"));
  }
  TRY(layer.add_bounds, reader.text("add-bounds"));
  TRY(layer.allow_overlap, reader.flag("allow-overlap"));
  TRY(layer.required_version, reader.text("required-version"));
  return {};
}

template <std::size_t Size>
bool holds(const std::array<std::string_view, Size>& keys, std::string_view key) {
  return std::ranges::find(keys, key) != keys.end();
}

}  // namespace

bool is_project_only(std::string_view key) { return holds(project_only_keys, key); }

std::vector<const TomlEntry*> unknown_settings(const TomlValue& table) {
  std::vector<const TomlEntry*> unknown;
  for (const TomlEntry& entry : table.entries)
    if (!holds(live_keys, entry.key) && !holds(idle_keys, entry.key) && !is_project_only(entry.key))
      unknown.push_back(&entry);
  return unknown;
}

Result<std::optional<std::vector<Requirement>>> read_requirements(const TomlReader& reader,
                                                                  std::string_view key) {
  return reader.parsed_list<Requirement>(key, Requirement::parse);
}

Result<SettingsLayer> read_settings_table(const TomlReader& reader, const ReadContext& context) {
  SettingsLayer layer;
  TRY_OK(read_globals(reader, context, layer));
  TRY_OK(read_indexes(reader, context, layer));
  TRY_OK(read_exclude_newer(reader, layer));
  TRY_OK(read_modes(reader, layer));
  TRY_OK(read_packages(reader, layer));
  for (const TomlEntry& entry : reader.table().entries)
    if (holds(idle_keys, entry.key)) layer.idle_keys.push_back(entry.key);
  return layer;
}

Result<TomlValue> merged_tool_table(const TomlDocument& document) {
  TomlValue merged;
  merged.position = {1, 1};
  for (const char* tool : {"axle", "uv"}) {
    const TomlValue* table = document.root().find_path({"tool", tool});
    if (table == nullptr) continue;
    if (!table->is_table())
      return document.error(
          table->position,
          fmt::format("invalid type: {}, expected a map at `tool.{}`", table->describe(), tool));
    if (merged.entries.empty()) merged.position = table->position;
    for (const TomlEntry& entry : table->entries)
      if (merged.find(entry.key) == nullptr) merged.entries.push_back(entry);
  }
  return merged;
}

}  // namespace axle
