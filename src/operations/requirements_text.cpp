// SPDX-License-Identifier: MIT
#include "operations/requirements_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "base/sha256.hpp"
#include "base/shown.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "lock/lock_requirement.hpp"
#include "net/url.hpp"
#include "operations/written_version.hpp"
#include "services/file_digest.hpp"
#include "views/export.hpp"

namespace axle {
namespace {

/// Limits come before replacements, and those before who asks, as uv has it.
struct ByRole {
  static int rank(std::string_view origin) {
    return origin.starts_with("-c ") ? 0 : origin.starts_with("--override ") ? 1 : 2;
  }
  bool operator()(const std::string& a, const std::string& b) const {
    return std::pair<int, std::string_view>(rank(a), a) <
           std::pair<int, std::string_view>(rank(b), b);
  }
};
using Origins = std::set<std::string, ByRole>;

/// All that a requirements.txt says about one package.
struct Entry {
  const ResolvedPackage* package = nullptr;
  Marker marker = Marker::never();
  std::set<std::string> extras;
  Origins origins;                ///< files and projects that ask for it
  std::set<std::string> parents;  ///< packages that need it
};

/// A local path: as the user wrote it, else relative to where the command runs, so that no path of
/// this machine is in the output.
std::string shown_path(const std::filesystem::path& path, const RequirementOrigins& origins,
                       const std::filesystem::path& directory) {
  if (const auto found = origins.written.find(path.string()); found != origins.written.end())
    return found->second;
  const std::string relative = path.lexically_relative(directory).string();
  return relative.starts_with("..") ? relative : "./" + relative;
}

/// Name and place of a package that is of no index. A path without a scheme stands alone, as uv
/// writes it.
std::string direct_text(const std::string& name, const DirectDistribution& direct, bool has_extras,
                        const RequirementOrigins& origins, const std::filesystem::path& directory) {
  if (const auto* url = std::get_if<UrlSource>(&direct.source)) {
    const auto found = origins.written.find(url->url);
    if (found != origins.written.end()) return name + " @ " + found->second;
    const auto parsed = Url::parse(url->url);
    return name + " @ " + (parsed ? parsed->to_string() : std::string());
  }
  if (const auto* path = std::get_if<PathSource>(&direct.source)) {
    const std::string shown = shown_path(path->path, origins, directory);
    return has_extras || shown.contains(':') ? name + " @ " + shown : shown;
  }
  if (const auto* tree = std::get_if<DirectorySource>(&direct.source)) {
    const std::string shown = shown_path(tree->path, origins, directory);
    if (tree->is_editable)
      return "-e " + shown + (has_extras ? name.substr(name.find('[')) : std::string());
    // A lone word would be a package of an index.
    const bool is_word = !shown.contains('/') && shown != "." && shown != "..";
    if (!has_extras && is_word) return "./" + shown;
    return has_extras || shown.contains(':') ? name + " @ " + shown : shown;
  }
  if (const auto* git = std::get_if<GitSource>(&direct.source)) {
    const auto url = Url::parse(git->repository);
    const auto commit = origins.commits.find(locked_source(*git, {}).text);
    const std::string& wanted =
        commit == origins.commits.end() ? git->reference_name : commit->second;
    return fmt::format("{} @ git+{}{}{}", name, url ? url->to_string() : git->repository,
                       wanted.empty() ? "" : "@" + wanted,
                       git->subdirectory.empty() ? "" : "#subdirectory=" + git->subdirectory);
  }
  return name;
}

/// Those of a pin that stays stay as well, so that a file that an index has got since changes
/// nothing.
std::vector<std::string> hashes_of(const ResolvedPackage& package, const PinnedHashes& pinned) {
  std::vector<std::string> hashes;
  const auto known = pinned.find({package.name, package.version});
  if (!package.direct && known != pinned.end() && !known->second.empty()) return known->second;
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

bool is_editable(const Entry& entry) {
  if (!entry.package->direct) return false;
  const auto* tree = std::get_if<DirectorySource>(&entry.package->direct->source);
  return tree != nullptr && tree->is_editable;
}

std::vector<Entry> entries_of(const Resolution& resolution, const RequirementOrigins& origins,
                              const std::optional<MarkerEnvironment>& environment) {
  std::map<std::size_t, Entry> by_package;
  for (const ResolutionNode& node : resolution.nodes) {
    Entry& entry = by_package[node.package];
    entry.package = &resolution.packages[node.package];
    entry.marker = entry.marker | node.marker.without_extras();
    if (node.extra) entry.extras.insert(node.extra->text());
  }
  for (const ResolutionEdge& edge : resolution.edges) {
    if (edge.from == ResolutionEdge::root) continue;
    const std::size_t from = resolution.nodes[edge.from].package;
    const std::size_t to = resolution.nodes[edge.to].package;
    if (from != to) by_package[to].parents.insert(resolution.packages[from].name.text());
  }
  std::vector<Entry> entries;
  for (auto& [position, entry] : by_package) {
    for (const RequirementOrigin& origin : origins.names) {
      if (origin.package != entry.package->name) continue;
      const bool counts = environment ? origin.marker.evaluate(*environment)
                                      : !origin.marker.is_disjoint(entry.marker);
      if (counts) entry.origins.insert(origin.text);
    }
    entries.push_back(std::move(entry));
  }
  // Editable ones come first, as in uv's files.
  std::ranges::sort(entries, [](const Entry& a, const Entry& b) {
    return std::tuple(!is_editable(a), a.package->name, a.package->version) <
           std::tuple(!is_editable(b), b.package->name, b.package->version);
  });
  return entries;
}

std::string joined(std::vector<std::string> first, const Origins& more) {
  first.insert(first.end(), more.begin(), more.end());
  return join(first, ", ");
}

/// `text` with who asks for it: behind it from column 26 on (below it where hashes end it), or in
/// lines below it. In the line the packages come first, in lines the files do, as uv has it.
std::string annotated(std::string text, const Entry& entry, bool has_hashes, bool in_line) {
  if (entry.origins.empty() && entry.parents.empty()) return text + "\n";
  if (in_line) {
    const std::string via =
        "# via " + joined({entry.parents.begin(), entry.parents.end()}, entry.origins) + "\n";
    if (has_hashes) return text + "\n    " + via;
    constexpr std::size_t column = 24;
    text.resize(std::max(text.size(), column), ' ');
    return text + "  " + via;
  }
  std::vector<std::string> names(entry.origins.begin(), entry.origins.end());
  names.insert(names.end(), entry.parents.begin(), entry.parents.end());
  return text + "\n" + via_lines(names);
}

}  // namespace

std::string requirements_text(const Resolution& resolution, const RequirementOrigins& origins,
                              const RequirementsTextOptions& options) {
  std::string text;
  for (const Entry& entry : entries_of(resolution, origins, options.environment)) {
    const ResolvedPackage& package = *entry.package;
    if (std::ranges::find(options.omitted, package.name) != options.omitted.end()) continue;
    const bool has_extras = options.extras && !entry.extras.empty();
    const std::string name =
        package.name.text() +
        (has_extras ? fmt::format("[{}]", fmt::join(entry.extras, ", ")) : std::string());
    std::string line =
        package.direct ? direct_text(name, *package.direct, has_extras, origins, options.directory)
                       : name + "==" + written_version(package).to_string();
    if (options.markers) {
      const Marker shown = entry.marker.simplify_python(resolution.requires_python.bounds());
      if (const auto marker = shown.to_text()) line += fmt::format(" ; {}", *marker);
    }
    const std::vector<std::string> hashes =
        options.hashes ? hashes_of(package, options.pinned) : std::vector<std::string>();
    for (const std::string& hash : hashes) line += fmt::format(" \\\n    --hash={}", hash);
    text += options.annotations
                ? annotated(std::move(line), entry, !hashes.empty(), options.annotations_in_line)
                : line + "\n";
    if (options.index_annotations && package.index) {
      // As the user's file writes it, but never with a login, be it a variable.
      const auto written = origins.written.find(package.index->text());
      const bool is_plain =
          written != origins.written.end() && hide_user_info(written->second) == written->second;
      text += fmt::format("    # from {}\n",
                          escape_foreign(is_plain ? written->second : package.index->given()));
    }
  }
  if (options.annotations && !options.omitted.empty()) {
    text += "\n# The following packages were excluded from the output:\n";
    for (const PackageName& name : options.omitted) text += fmt::format("# {}\n", name.text());
  }
  return text;
}

Result<void> complete_hashes(Resolution& resolution, const IndexSet& indexes, Services& services) {
  for (ResolvedPackage& package : resolution.packages) {
    std::vector<DistributionFile*> files;
    for (DistributionFile& wheel : package.wheels) files.push_back(&wheel);
    if (package.sdist) files.push_back(&*package.sdist);
    for (DistributionFile* const file : files) {
      if (!file->hashes.empty()) continue;
      TRY(std::string hex, file->local_path ? digest_of_file(*file->local_path)
                                            : digest_of_url(file->url, indexes, services));
      file->hashes.push_back({DigestAlgorithm::sha256, std::move(hex)});
    }
  }
  return {};
}

}  // namespace axle
