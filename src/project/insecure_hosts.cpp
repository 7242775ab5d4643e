// SPDX-License-Identifier: MIT
#include "project/insecure_hosts.hpp"

#include <fmt/format.h>

#include <set>
#include <string>
#include <string_view>

#include "base/text.hpp"

namespace axle {
namespace {

/// `host` and `host:port` of an index's URL; the port is always there in the second.
void add_host(const IndexUrl& index, std::set<std::string>& hosts) {
  const std::string_view text = index.text();
  const std::size_t scheme = text.find("://");
  if (index.local_path() || scheme == std::string_view::npos) return;
  const std::string_view rest = text.substr(scheme + 3);
  const std::string authority = ascii_lower(rest.substr(0, rest.find_first_of("/?#")));
  const std::size_t colon = authority.rfind(':');
  const bool has_port =
      colon != std::string::npos && authority.find(']', colon) == std::string::npos;
  hosts.insert(authority.substr(0, has_port ? colon : std::string::npos));
  hosts.insert(has_port ? authority : authority + (text.starts_with("https") ? ":443" : ":80"));
}

std::string normal(std::string_view entry) {
  const std::size_t scheme = entry.find("://");
  if (scheme != std::string_view::npos) entry.remove_prefix(scheme + 3);
  while (entry.ends_with('/')) entry.remove_suffix(1);
  return ascii_lower(entry);
}

}  // namespace

std::vector<std::string> take_foreign_insecure_hosts(SettingsLayer& layer) {
  std::vector<std::string> foreign;
  if (!layer.allow_insecure_host) return foreign;
  std::set<std::string> own;
  for (const auto* list : {&layer.index, &layer.extra_index_url})
    if (*list)
      for (const IndexDefinition& definition : **list) add_host(definition.url, own);
  if (layer.index_url) add_host(layer.index_url->url, own);
  if (layer.find_links)
    for (const IndexUrl& link : *layer.find_links) add_host(link, own);
  std::vector<std::string> kept;
  for (std::string& host : *layer.allow_insecure_host) {
    auto& place = own.contains(normal(host)) ? kept : foreign;
    place.push_back(std::move(host));
  }
  layer.allow_insecure_host = std::move(kept);
  return foreign;
}

std::string foreign_insecure_host_warning(std::string_view host) {
  return fmt::format(
      "`allow-insecure-host` of the project does not hold for `{0}`, which is not the host of one "
      "of its own indexes; if you trust the host, say `--allow-insecure-host {0}` yourself",
      escape_foreign(host));
}

}  // namespace axle
