// SPDX-License-Identifier: MIT
#include "editing/new_indexes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace axle {
namespace {

/// `name=URL` or `URL`; the login stays out of the project.
NewIndex index_of(std::string_view text) {
  NewIndex index;
  const std::size_t equals = text.find('=');
  const bool is_named = equals != std::string_view::npos && equals > 0 &&
                        std::ranges::all_of(text.substr(0, equals), [](char c) {
                          return is_ascii_alnum(c) || c == '-' || c == '_' || c == '.';
                        });
  if (is_named) {
    index.name = std::string(text.substr(0, equals));
    text.remove_prefix(equals + 1);
  }
  index.url = text;
  const std::size_t start = index.url.find("://");
  const std::size_t at = index.url.find('@');
  if (start != std::string::npos && at != std::string::npos && index.url.find('/', start + 3) > at)
    index.url.erase(start + 3, at - start - 2);
  return index;
}

}  // namespace

std::vector<NewIndex> new_indexes(const IndexOptions& options, Services& services) {
  std::vector<std::string> named = options.index;
  const Environment& environment = services.environment();
  if (const auto variable = environment.get_setting("INDEX"); variable && named.empty())
    for (const std::string_view part : split_on_space(*variable)) named.emplace_back(part);
  std::vector<NewIndex> indexes;
  for (const std::string& text : named) indexes.push_back(index_of(text));
  const auto fallback =
      options.default_index ? options.default_index : environment.get_setting("DEFAULT_INDEX");
  if (fallback) {
    indexes.push_back(index_of(*fallback));
    indexes.back().is_default = true;
  }
  if (!options.extra_index_url.empty() || environment.get_setting("EXTRA_INDEX_URL"))
    services.reporter().warning(
        "Indexes specified via `--extra-index-url` will not be persisted to the `pyproject.toml` "
        "file; use `--index` instead.");
  if ((options.index_url || environment.get_setting("INDEX_URL")) && !fallback)
    services.reporter().warning(
        "Indexes specified via `--index-url` will not be persisted to the `pyproject.toml` file; "
        "use `--default-index` instead.");
  return indexes;
}

}  // namespace axle
