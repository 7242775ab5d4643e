// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "axle/project/settings.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "project/index_table.hpp"

namespace axle {
namespace {

// Reads variables by their name without AXLE_ or UV_.
class Variables {
 public:
  explicit Variables(const Environment& environment) : environment_(environment) {}

  std::optional<std::string> text(std::string_view name) const {
    return environment_.get_setting(name);
  }

  std::unexpected<Error> error(std::string_view name, std::string_view reason,
                               std::string hint = {}) const {
    const std::string own = "AXLE_" + std::string(name);
    const std::string shown = environment_.get_nonempty(own) ? own : "UV_" + std::string(name);
    return fail_with_code(
        ErrorKind::invalid_input, "E_PROJECT",
        fmt::format("the environment variable `{}` is not valid: {}", shown, reason), {}, shown,
        std::move(hint));
  }

  Result<void> read_flag(std::string_view name, std::optional<bool>& out) const {
    const auto value = text(name);
    if (!value) return {};
    out = environment_.get_flag(name);
    if (!out)
      return error(name, fmt::format("`{}` is neither true nor false", escape_foreign(*value)),
                   "use `true` or `false`");
    return {};
  }

  Result<void> read_count(std::string_view name, std::optional<std::uint64_t>& out) const {
    const auto value = text(name);
    if (!value) return {};
    out = parse_unsigned(*value);
    if (!out || *out == 0)
      return error(name, fmt::format("`{}` is not a positive integer", escape_foreign(*value)));
    return {};
  }

  template <class T>
  Result<void> read_word(std::string_view name, std::optional<T>& out,
                         std::initializer_list<std::pair<std::string_view, T>> words) const {
    const auto value = text(name);
    if (!value) return {};
    std::vector<std::string> names;
    for (const auto& [word, meaning] : words) {
      if (*value == word) out = meaning;
      names.push_back(fmt::format("`{}`", word));
    }
    if (!out)
      return error(name, fmt::format("`{}` is not one of {}", escape_foreign(*value),
                                     join_in_words(names, "and")));
    return {};
  }

  /// Each of the parts of a list, between `separators`.
  template <class T, class Parse>
  Result<void> read_list(std::string_view name, std::optional<std::vector<T>>& out,
                         std::string_view separators, Parse parse) const {
    const auto value = text(name);
    if (!value) return {};
    out.emplace();
    for (std::size_t start = 0; start <= value->size();) {
      const std::size_t end = std::min(value->find_first_of(separators, start), value->size());
      const std::string_view part = trim(std::string_view(*value).substr(start, end - start));
      start = end + 1;
      if (part.empty()) continue;
      auto item = parse(part);
      if (!item) return error(name, item.error().message);
      out->push_back(*std::move(item));
    }
    return {};
  }

 private:
  const Environment& environment_;
};

Result<void> read_indexes(const Variables& variables, const std::filesystem::path& directory,
                          SettingsLayer& layer) {
  const auto plain = [&](std::string_view text) {
    return parse_index_option(text, directory, IndexOrigin::command_line);
  };
  TRY_OK(variables.read_list("INDEX", layer.index, " \t\n", plain));
  if (const auto value = variables.text("DEFAULT_INDEX")) {
    auto index = plain(*value);
    if (!index) return variables.error("DEFAULT_INDEX", index.error().message);
    index->is_default = true;
    if (!layer.index) layer.index.emplace();
    layer.index->push_back(*std::move(index));
  }
  if (const auto value = variables.text("INDEX_URL")) {
    auto url = IndexUrl::parse(*value, directory);
    if (!url) return variables.error("INDEX_URL", url.error().message);
    layer.index_url.emplace();
    layer.index_url->url = *std::move(url);
    layer.index_url->is_default = true;
    layer.index_url->origin = IndexOrigin::command_line;
  }
  TRY_OK(variables.read_list("EXTRA_INDEX_URL", layer.extra_index_url, " \t\n", plain));
  TRY_OK(variables.read_list("FIND_LINKS", layer.find_links, ", \t\n", [&](std::string_view text) {
    return IndexUrl::parse(text, directory);
  }));
  TRY_OK(variables.read_flag("NO_INDEX", layer.no_index));
  return variables.read_word<IndexStrategy>(
      "INDEX_STRATEGY", layer.index_strategy,
      {{"first-index", IndexStrategy::first_index},
       {"unsafe-first-match", IndexStrategy::unsafe_first_match},
       {"unsafe-any-match", IndexStrategy::unsafe_first_match},
       {"unsafe-best-match", IndexStrategy::unsafe_best_match}});
}

Result<void> read_resolution(const Variables& variables, SettingsLayer& layer) {
  TRY_OK(variables.read_word<ResolutionMode>("RESOLUTION", layer.resolution,
                                             {{"highest", ResolutionMode::highest},
                                              {"lowest", ResolutionMode::lowest},
                                              {"lowest-direct", ResolutionMode::lowest_direct}}));
  TRY_OK(variables.read_word<PrereleaseMode>(
      "PRERELEASE", layer.prerelease,
      {{"disallow", PrereleaseMode::disallow},
       {"allow", PrereleaseMode::allow},
       {"if-necessary", PrereleaseMode::if_necessary},
       {"explicit", PrereleaseMode::explicitly},
       {"if-necessary-or-explicit", PrereleaseMode::if_necessary}}));
  TRY_OK(variables.read_word<ForkStrategy>(
      "FORK_STRATEGY", layer.fork_strategy,
      {{"requires-python", ForkStrategy::requires_python}, {"fewest", ForkStrategy::fewest}}));
  if (const auto value = variables.text("EXCLUDE_NEWER")) {
    auto limit =
        *value == "false" ? Result<UploadLimit>(UploadLimit::never()) : UploadLimit::parse(*value);
    if (!limit) return variables.error("EXCLUDE_NEWER", limit.error().message);
    layer.exclude_newer = *std::move(limit);
  }
  layer.torch_backend = variables.text("TORCH_BACKEND");
  return variables.read_flag("NO_SOURCES", layer.no_sources);
}

Result<void> read_installing(const Variables& variables, SettingsLayer& layer) {
  TRY_OK(variables.read_flag("NO_BUILD", layer.no_build));
  TRY_OK(variables.read_flag("NO_BUILD_ISOLATION", layer.no_build_isolation));
  TRY_OK(variables.read_flag("NO_BINARY", layer.no_binary));
  TRY_OK(
      variables.read_list("NO_BUILD_PACKAGE", layer.no_build_package, " \t\n", PackageName::parse));
  TRY_OK(variables.read_list("NO_BINARY_PACKAGE", layer.no_binary_package, " \t\n",
                             PackageName::parse));
  TRY_OK(variables.read_flag("COMPILE_BYTECODE", layer.compile_bytecode));
  return variables.read_word<LinkChoice>("LINK_MODE", layer.link_mode,
                                         {{"clone", LinkChoice::clone},
                                          {"copy", LinkChoice::copy},
                                          {"hardlink", LinkChoice::hardlink},
                                          {"symlink", LinkChoice::symlink}});
}

}  // namespace

Result<SettingsLayer> settings_from_environment(const Environment& environment,
                                                const std::filesystem::path& directory) {
  const Variables variables(environment);
  SettingsLayer layer;
  TRY_OK(read_indexes(variables, directory, layer));
  TRY_OK(read_resolution(variables, layer));
  TRY_OK(read_installing(variables, layer));
  TRY_OK(variables.read_flag("OFFLINE", layer.offline));
  TRY_OK(variables.read_flag("NO_CACHE", layer.no_cache));
  TRY_OK(variables.read_flag("SYSTEM_CERTS", layer.system_certs));
  TRY_OK(variables.read_flag("PREVIEW", layer.preview));
  TRY_OK(variables.read_count("CONCURRENT_DOWNLOADS", layer.concurrent_downloads));
  TRY_OK(variables.read_count("CONCURRENT_BUILDS", layer.concurrent_builds));
  TRY_OK(variables.read_count("CONCURRENT_INSTALLS", layer.concurrent_installs));
  TRY_OK(variables.read_list(
      "INSECURE_HOST", layer.allow_insecure_host, " \t\n",
      [](std::string_view text) { return Result<std::string>(std::string(text)); }));
  TRY_OK(variables.read_word<KeyringProvider>(
      "KEYRING_PROVIDER", layer.keyring_provider,
      {{"disabled", KeyringProvider::disabled}, {"subprocess", KeyringProvider::subprocess}}));
  TRY_OK(variables.read_word<PythonPreference>("PYTHON_PREFERENCE", layer.python_preference,
                                               {{"only-managed", PythonPreference::only_managed},
                                                {"managed", PythonPreference::managed},
                                                {"system", PythonPreference::system},
                                                {"only-system", PythonPreference::only_system}}));
  TRY_OK(variables.read_word<PythonDownloads>("PYTHON_DOWNLOADS", layer.python_downloads,
                                              {{"automatic", PythonDownloads::automatic},
                                               {"manual", PythonDownloads::manual},
                                               {"never", PythonDownloads::never}}));
  return layer;
}

}  // namespace axle
