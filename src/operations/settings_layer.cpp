// SPDX-License-Identifier: MIT
#include "operations/settings_layer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "base/try.hpp"
#include "project/build_choices_reader.hpp"

namespace axle {
namespace {

template <class Value, std::size_t count>
using Choices = std::array<std::pair<std::string_view, Value>, count>;

template <class Value, std::size_t count>
Result<Value> choose(std::string_view option, const std::string& text,
                     const Choices<Value, count>& choices) {
  for (const auto& [name, value] : choices)
    if (name == text) return value;
  std::vector<std::string> names;
  for (const auto& [name, value] : choices) names.push_back(fmt::format("`{}`", name));
  return fail(ErrorKind::invalid_input,
              fmt::format("`{}` is not a value of `{}`", escape_foreign(text), option),
              fmt::format("use {}", join_in_words(names, "or")));
}

constexpr Choices<IndexStrategy, 4> strategies{
    {{"first-index", IndexStrategy::first_index},
     {"unsafe-first-match", IndexStrategy::unsafe_first_match},
     {"unsafe-any-match", IndexStrategy::unsafe_first_match},
     {"unsafe-best-match", IndexStrategy::unsafe_best_match}}};
constexpr Choices<KeyringProvider, 2> keyrings{
    {{"disabled", KeyringProvider::disabled}, {"subprocess", KeyringProvider::subprocess}}};
constexpr Choices<ResolutionMode, 3> resolutions{
    {{"highest", ResolutionMode::highest},
     {"lowest", ResolutionMode::lowest},
     {"lowest-direct", ResolutionMode::lowest_direct}}};
constexpr Choices<PrereleaseMode, 5> prereleases{
    {{"disallow", PrereleaseMode::disallow},
     {"allow", PrereleaseMode::allow},
     {"if-necessary", PrereleaseMode::if_necessary},
     {"if-necessary-or-explicit", PrereleaseMode::if_necessary},
     {"explicit", PrereleaseMode::explicitly}}};
constexpr Choices<ForkStrategy, 2> fork_strategies{
    {{"requires-python", ForkStrategy::requires_python}, {"fewest", ForkStrategy::fewest}}};
constexpr Choices<LinkChoice, 4> link_modes{{{"clone", LinkChoice::clone},
                                             {"copy", LinkChoice::copy},
                                             {"hardlink", LinkChoice::hardlink},
                                             {"symlink", LinkChoice::symlink}}};

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

Result<void> add_index(SettingsLayer& layer, const IndexOptions& options,
                       const std::filesystem::path& directory) {
  if (!options.index.empty()) layer.index.emplace();
  for (const std::string& text : options.index) {
    TRY(IndexDefinition made, definition(text, directory));
    layer.index->push_back(std::move(made));
  }
  if (options.default_index) {
    TRY(IndexDefinition made, definition(*options.default_index, directory));
    made.is_default = true;
    layer.index_url = std::move(made);
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
  if (options.index_strategy) {
    TRY(layer.index_strategy, choose("--index-strategy", *options.index_strategy, strategies));
  }
  if (options.keyring_provider) {
    TRY(layer.keyring_provider, choose("--keyring-provider", *options.keyring_provider, keyrings));
  }
  return {};
}

Result<void> add_resolver(SettingsLayer& layer, const ResolverOptions& options) {
  if (options.resolution) {
    TRY(layer.resolution, choose("--resolution", *options.resolution, resolutions));
  }
  if (options.prerelease) {
    TRY(layer.prerelease, choose("--prerelease", *options.prerelease, prereleases));
  }
  if (options.pre) layer.prerelease = PrereleaseMode::allow;
  if (options.fork_strategy) {
    TRY(layer.fork_strategy, choose("--fork-strategy", *options.fork_strategy, fork_strategies));
  }
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
  if (options.upgrade) layer.upgrade = true;
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
  if (options.no_build) layer.no_build = true;
  if (options.no_binary) layer.no_binary = true;
  if (!options.no_build_package.empty()) {
    TRY(layer.no_build_package, names(options.no_build_package));
  }
  if (!options.no_binary_package.empty()) {
    TRY(layer.no_binary_package, names(options.no_binary_package));
  }
  if (options.no_build_isolation) layer.no_build_isolation = true;
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
  if (options.link_mode) {
    TRY(layer.link_mode, choose("--link-mode", *options.link_mode, link_modes));
  }
  if (options.reinstall) layer.reinstall = true;
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
