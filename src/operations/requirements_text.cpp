// SPDX-License-Identifier: MIT
#include "operations/requirements_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/sha256.hpp"
#include "base/text.hpp"
#include "net/url.hpp"
#include "views/export.hpp"

namespace axle {
namespace {

/// All that a requirements.txt says about one package.
struct Entry {
  const ResolvedPackage* package = nullptr;
  Marker marker = Marker::never();
  std::set<std::string> extras;
  std::set<std::string> via;
};

std::string direct_text(const DirectDistribution& direct) {
  if (const auto* url = std::get_if<UrlSource>(&direct.source)) {
    const auto parsed = Url::parse(url->url);
    return " @ " + (parsed ? parsed->to_string() : std::string());
  }
  if (const auto* path = std::get_if<PathSource>(&direct.source))
    return " @ " + Url::from_path(path->path).to_string();
  if (const auto* directory = std::get_if<DirectorySource>(&direct.source))
    return " @ " + Url::from_path(directory->path).to_string();
  if (const auto* git = std::get_if<GitSource>(&direct.source)) {
    const auto url = Url::parse(git->repository);
    return fmt::format(" @ git+{}{}{}", url ? url->to_string() : git->repository,
                       git->reference_name.empty() ? "" : "@" + git->reference_name,
                       git->subdirectory.empty() ? "" : "#subdirectory=" + git->subdirectory);
  }
  return {};
}

std::vector<std::string> hashes_of(const ResolvedPackage& package) {
  std::vector<std::string> hashes;
  const auto add = [&](const DistributionFile& file) {
    if (const FileHash* hash = file.best_hash())
      hashes.push_back(fmt::format("{}:{}", to_string(hash->algorithm), hash->hex));
  };
  for (const DistributionFile& wheel : package.wheels) add(wheel);
  if (package.sdist) add(*package.sdist);
  if (package.direct)
    for (const auto& [algorithm, hex] : package.direct->hashes)
      hashes.push_back(fmt::format("{}:{}", algorithm, hex));
  std::ranges::sort(hashes);
  const auto repeated = std::ranges::unique(hashes);
  hashes.erase(repeated.begin(), repeated.end());
  return hashes;
}

std::vector<Entry> entries_of(const Resolution& resolution,
                              const std::vector<SourcedRequirement>& requirements) {
  std::map<std::size_t, Entry> by_package;
  for (const ResolutionNode& node : resolution.nodes) {
    Entry& entry = by_package[node.package];
    entry.package = &resolution.packages[node.package];
    entry.marker = entry.marker | node.marker.without_extras();
    if (node.extra) entry.extras.insert(node.extra->text());
  }
  std::map<PackageName, std::set<std::string>> asked_by;
  for (const SourcedRequirement& requirement : requirements)
    asked_by[requirement.name].insert(
        requirement.origin.empty() ? std::string("(command line)")
                                   : fmt::format("-r {}", escape_foreign(requirement.origin)));
  for (const ResolutionEdge& edge : resolution.edges) {
    Entry& to = by_package[resolution.nodes[edge.to].package];
    if (edge.from == ResolutionEdge::root) {
      const auto& files = asked_by[to.package->name];
      to.via.insert(files.begin(), files.end());
    } else if (resolution.nodes[edge.from].package != resolution.nodes[edge.to].package) {
      to.via.insert(resolution.packages[resolution.nodes[edge.from].package].name.text());
    }
  }
  std::vector<Entry> entries;
  for (auto& [position, entry] : by_package) entries.push_back(std::move(entry));
  std::ranges::sort(entries, [](const Entry& a, const Entry& b) {
    return std::pair(a.package->name, a.package->version) <
           std::pair(b.package->name, b.package->version);
  });
  return entries;
}

}  // namespace

std::string requirements_text(const Resolution& resolution,
                              const std::vector<SourcedRequirement>& requirements,
                              const RequirementsTextOptions& options) {
  std::string text;
  for (const Entry& entry : entries_of(resolution, requirements)) {
    const ResolvedPackage& package = *entry.package;
    if (options.omitted.contains(package.name)) continue;
    text += package.name.text();
    if (options.extras && !entry.extras.empty())
      text += fmt::format("[{}]", fmt::join(entry.extras, ","));
    text += package.direct ? direct_text(*package.direct) : "==" + package.version.to_string();
    if (options.markers) {
      const Marker shown = entry.marker.simplify_python(resolution.requires_python.bounds());
      if (const auto marker = shown.to_text()) text += fmt::format(" ; {}", *marker);
    }
    if (options.hashes)
      for (const std::string& hash : hashes_of(package))
        text += fmt::format(" \\\n    --hash={}", hash);
    text += "\n";
    if (options.annotations) text += via_lines(entry.via);
    if (options.index_annotations && package.index)
      text += fmt::format("    # from {}\n", escape_foreign(package.index->given()));
  }
  return text;
}

}  // namespace axle
