// SPDX-License-Identifier: MIT
#include "services/settings_layer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/try.hpp"
#include "project/build_choices_reader.hpp"
#include "project/settings_table.hpp"

namespace axle {
namespace {

Result<std::vector<PackageName>> names(const std::vector<std::string>& texts) {
  std::vector<PackageName> out;
  for (const std::string& text : texts) {
    TRY(PackageName name, PackageName::parse(text));
    out.push_back(std::move(name));
  }
  return out;
}

Result<IndexDefinition> definition(std::string_view text, const std::filesystem::path& directory) {
  std::optional<std::string> name;
  const std::size_t equals = text.find('=');
  const auto is_name_character = [](char c) {
    return is_ascii_alnum(c) || c == '-' || c == '_' || c == '.';
  };
  if (equals != std::string_view::npos && equals > 0 &&
      std::ranges::all_of(text.substr(0, equals), is_name_character)) {
    name = std::string(text.substr(0, equals));
    text = text.substr(equals + 1);
  }
  TRY(IndexUrl url, IndexUrl::parse(text, directory));
  IndexDefinition made{.name = std::move(name), .url = std::move(url)};
  made.origin = IndexOrigin::command_line;
  return made;
}

Result<IndexDefinition> default_definition(std::string_view text,
                                           const std::filesystem::path& directory) {
  TRY(IndexDefinition made, definition(text, directory));
  made.is_default = true;
  return made;
}

Result<void> add_index(SettingsLayer& layer, const IndexOptions& options,
                       const std::filesystem::path& directory) {
  if (!options.index.empty()) layer.index.emplace();
  for (const std::string& text : options.index) {
    TRY(IndexDefinition made, definition(text, directory));
    layer.index->push_back(std::move(made));
  }
  if (options.default_index) {
    TRY(IndexDefinition made, default_definition(*options.default_index, directory));
    if (!layer.index) layer.index.emplace();
    layer.index->push_back(std::move(made));
  } else if (options.index_url) {
    TRY(layer.index_url, default_definition(*options.index_url, directory));
  }
  if (!options.extra_index_url.empty()) layer.extra_index_url.emplace();
  for (const std::string& text : options.extra_index_url) {
    TRY(IndexDefinition made, definition(text, directory));
    layer.extra_index_url->push_back(std::move(made));
  }
  if (!options.find_links.empty()) layer.find_links.emplace();
  for (const std::string& text : options.find_links) {
    TRY(IndexUrl url, IndexUrl::parse(text, directory));
    layer.find_links->push_back(std::move(url));
  }
  if (options.no_index) layer.no_index = true;
  TRY_OK(set_option_word(layer, "--index-strategy", options.index_strategy));
  TRY_OK(set_option_word(layer, "--keyring-provider", options.keyring_provider));
  return {};
}

Result<void> add_prerelease_packages(SettingsLayer& layer, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    const auto mode = equals == std::string::npos
                          ? std::nullopt
                          : prerelease_mode(std::string_view(text).substr(equals + 1));
    if (!mode)
      return fail(
          ErrorKind::invalid_input,
          fmt::format("`--prerelease-package {}` has no mode", escape_foreign(text)),
          fmt::format("write NAME=MODE with one of {}", fmt::join(prerelease_words(), ", ")));
    TRY(PackageName name, PackageName::parse(text.substr(0, equals)));
    layer.prerelease_package.insert_or_assign(std::move(name), *mode);
  }
  return {};
}

Result<void> add_resolver(SettingsLayer& layer, const ResolverOptions& options) {
  TRY_OK(set_option_word(layer, "--resolution", options.resolution));
  TRY_OK(set_option_word(layer, "--prerelease", options.prerelease));
  if (options.pre) layer.prerelease = PrereleaseMode::allow;
  TRY_OK(add_prerelease_packages(layer, options.prerelease_package));
  TRY_OK(set_option_word(layer, "--fork-strategy", options.fork_strategy));
  if (options.exclude_newer) {
    TRY(layer.exclude_newer, UploadLimit::parse(*options.exclude_newer));
  }
  for (const std::string& text : options.exclude_newer_package) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos)
      return fail(ErrorKind::invalid_input,
                  fmt::format("`--exclude-newer-package {}` has no `=`", escape_foreign(text)),
                  "write NAME=MOMENT, such as `torch=2026-01-31`");
    TRY(PackageName name, PackageName::parse(trim(std::string_view(text).substr(0, equals))));
    const std::string_view limit = trim(std::string_view(text).substr(equals + 1));
    if (limit == "false") {
      layer.exclude_newer_package.insert_or_assign(std::move(name), UploadLimit::never());
      continue;
    }
    TRY(UploadLimit parsed, UploadLimit::parse(limit));
    layer.exclude_newer_package.insert_or_assign(std::move(name), std::move(parsed));
  }
  layer.torch_backend = options.torch_backend;
  if (options.upgrade) layer.upgrade = options.upgrade;
  if (!options.upgrade_package.empty()) layer.upgrade_package.emplace();
  for (const std::string& text : options.upgrade_package) {
    TRY(Requirement requirement, Requirement::parse(text));
    layer.upgrade_package->push_back(std::move(requirement));
  }
  if (options.no_sources) layer.no_sources = true;
  if (!options.no_sources_package.empty()) {
    TRY(layer.no_sources_package, names(options.no_sources_package));
  }
  return {};
}

/// pip's lists: names, `:all:` and `:none:`, the later ones on top of the earlier ones.
Result<void> add_pip_choice(const std::vector<std::string>& texts, std::optional<bool>& all,
                            std::optional<std::vector<PackageName>>& packages) {
  for (const std::string& text : texts) {
    for (const std::string_view part : split(text, ',')) {
      if (part == ":all:") {
        all = true;
      } else if (part == ":none:") {
        all = false;
        packages.reset();
      } else {
        TRY(PackageName name, PackageName::parse(part));
        if (!packages) packages.emplace();
        packages->push_back(std::move(name));
      }
    }
  }
  return {};
}

Result<void> add_build(SettingsLayer& layer, const BuildFlags& options) {
  if (options.no_build) layer.no_build = options.no_build;
  if (options.no_binary) layer.no_binary = options.no_binary;
  if (!options.no_build_package.empty()) {
    TRY(layer.no_build_package, names(options.no_build_package));
  }
  if (!options.no_binary_package.empty()) {
    TRY(layer.no_binary_package, names(options.no_binary_package));
  }
  if (options.no_build_isolation) layer.no_build_isolation = options.no_build_isolation;
  TRY(const auto not_isolated, names(options.no_build_isolation_package));
  layer.builds.no_isolation_packages.insert(not_isolated.begin(), not_isolated.end());
  for (const std::string& text : options.config_settings)
    TRY_OK(add_config_setting(layer.builds.config_settings, text));
  for (const std::string& text : options.config_settings_package) {
    const std::size_t colon = text.find(':');
    if (colon == std::string::npos)
      return fail(ErrorKind::invalid_input,
                  fmt::format("`--config-settings-package {}` has no `:`", escape_foreign(text)),
                  "write PACKAGE:KEY=VALUE");
    TRY(PackageName name, PackageName::parse(text.substr(0, colon)));
    TRY_OK(add_config_setting(layer.builds.config_settings_package[std::move(name)],
                              std::string_view(text).substr(colon + 1)));
  }
  TRY_OK(add_pip_choice(options.pip_only_binary, layer.no_build, layer.no_build_package));
  TRY_OK(add_pip_choice(options.pip_no_binary, layer.no_binary, layer.no_binary_package));
  return {};
}

Result<void> add_installer(SettingsLayer& layer, const InstallerFlags& options) {
  TRY_OK(set_option_word(layer, "--link-mode", options.link_mode));
  if (options.reinstall) layer.reinstall = options.reinstall;
  if (options.compile_bytecode) layer.compile_bytecode = options.compile_bytecode;
  if (options.allow_overlap) layer.allow_overlap = options.allow_overlap;
  if (!options.reinstall_package.empty()) {
    TRY(layer.reinstall_package, names(options.reinstall_package));
  }
  return {};
}

}  // namespace

Result<SettingsLayer> settings_layer(const SettingsFlags& flags,
                                     const std::filesystem::path& directory) {
  SettingsLayer layer;
  TRY_OK(add_index(layer, flags.index, directory));
  TRY_OK(add_resolver(layer, flags.resolver));
  TRY_OK(add_build(layer, flags.build));
  TRY_OK(add_installer(layer, flags.installer));
  return layer;
}

LinkMode link_mode_of(const std::optional<LinkChoice>& choice) {
  if (!choice) return LinkMode::automatic;
  switch (*choice) {
    case LinkChoice::clone:
      return LinkMode::clone;
    case LinkChoice::copy:
      return LinkMode::copy;
    case LinkChoice::hardlink:
      return LinkMode::hardlink;
    case LinkChoice::symlink:
      break;
  }
  return LinkMode::symlink;
}

}  // namespace axle
