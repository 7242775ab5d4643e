// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "axle/project/settings.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "project/index_table.hpp"
#include "project/settings_table.hpp"

namespace axle {
namespace {

// Reads variables by their name without AXLE_ or UV_.
class Variables {
 public:
  explicit Variables(const Environment& environment) : environment_(environment) {}

  std::optional<std::string> text(std::string_view name) const {
    return environment_.get_setting(name);
  }

  std::unexpected<Error> error(std::string_view name, std::string_view reason) const {
    return variable_error(environment_, name, reason);
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
  return {};
}

}  // namespace

Result<SettingsLayer> settings_from_environment(const Environment& environment,
                                                const std::filesystem::path& directory) {
  const Variables variables(environment);
  SettingsLayer layer;
  TRY_OK(read_indexes(variables, directory, layer));
  TRY_OK(read_variable_fields(environment, layer));
  if (const auto value = variables.text("EXCLUDE_NEWER")) {
    auto limit =
        *value == "false" ? Result<UploadLimit>(UploadLimit::never()) : UploadLimit::parse(*value);
    if (!limit) return variables.error("EXCLUDE_NEWER", limit.error().message);
    layer.exclude_newer = *std::move(limit);
  }
  return layer;
}

}  // namespace axle
