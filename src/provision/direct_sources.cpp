// SPDX-License-Identifier: MIT
#include "provision/direct_sources.hpp"

#include <fmt/format.h>

#include "axle/fetch/fetch.hpp"
#include "axle/standards/core_metadata.hpp"
#include "base/file.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "lock/lock_requirement.hpp"
#include "net/url.hpp"
#include "project/direct_source.hpp"
#include "project/source_tree.hpp"
#include "provision/project_selection.hpp"
#include "provision/source_trees.hpp"

namespace axle {
namespace {

namespace fs = std::filesystem;

/// `sha256=…` of a URL's or path's fragment.
std::vector<FileHash> fragment_hashes(std::string_view fragment) {
  std::vector<FileHash> hashes;
  for (const std::string_view part : split(fragment, '&')) {
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) continue;
    const auto algorithm = parse_digest_algorithm(part.substr(0, equals));
    if (algorithm && part.size() - equals - 1 == hex_length(*algorithm))
      hashes.push_back({*algorithm, ascii_lower(part.substr(equals + 1))});
  }
  return hashes;
}

/// What `dependency-metadata` states of a package, in place of what its archive says; an entry
/// with its version goes before one for all.
const CoreMetadata& stated_or(const CoreMetadata& found, const PackageName& name,
                              const Settings& settings) {
  const StatedMetadata* of_any = nullptr;
  for (const StatedMetadata& stated : settings.dependency_metadata) {
    if (stated.name != name) continue;
    if (stated.version == found.version) return *stated.metadata;
    if (!stated.version && of_any == nullptr) of_any = &stated;
  }
  return of_any == nullptr ? found : *of_any->metadata;
}

/// A requirement that lies in the checkout of a repository is of the same commit.
void follow_into_repository(SourcedRequirement& requirement, const GitSource& repository,
                            const fs::path& root) {
  const auto* directory = std::get_if<DirectorySource>(&requirement.source);
  if (directory == nullptr) return;
  const fs::path relative = directory->path.lexically_relative(root);
  if (relative.empty() || *relative.begin() == "..") return;
  GitSource source = repository;
  source.subdirectory = relative == "." ? std::string() : relative.generic_string();
  requirement.source = std::move(source);
}

}  // namespace

Result<std::shared_ptr<const DirectDistribution>> DirectSources::read(
    const SourcedRequirement& requirement) {
  if (const auto* path = std::get_if<PathSource>(&requirement.source)) {
    const std::string filename = path->path.filename().string();
    if (filename.ends_with(".whl")) return read_wheel(requirement, filename);
    return read_sdist(requirement, {.filename = filename,
                                    .url = {},
                                    .path = path->path,
                                    .hashes = fragment_hashes(path->fragment)});
  }
  if (const auto* url = std::get_if<UrlSource>(&requirement.source)) {
    TRY(const Url parsed, Url::parse(url->url));
    const std::string filename = parsed.filename();
    if (filename.ends_with(".whl")) return read_wheel(requirement, filename);
    return read_sdist(requirement, {.filename = filename,
                                    .url = url->url.substr(0, url->url.find('#')),
                                    .path = {},
                                    .hashes = fragment_hashes(parsed.fragment().value_or("")),
                                    .subdirectory = url->subdirectory});
  }
  if (const auto* git = std::get_if<GitSource>(&requirement.source))
    return read_repository(requirement, *git);
  return read_directory(requirement.name, std::get<DirectorySource>(requirement.source));
}

Result<DirectDistribution> DirectSources::described(const SourcedRequirement& requirement,
                                                    const CoreMetadata& found) const {
  const CoreMetadata& metadata = stated_or(found, requirement.name, builder_.use().settings);
  DirectDistribution direct{.name = found.name,
                            .version = found.version,
                            .source = requirement.source,
                            .requires_python = metadata.requires_python,
                            .requires_dist = {},
                            .extras = metadata.provides_extras,
                            .groups = {},
                            .wheel = std::nullopt,
                            .hashes = {},
                            .size = std::nullopt};
  for (const Requirement& needed : metadata.requires_dist) {
    TRY(SourcedRequirement sourced, as_written(needed, services_.directory()));
    direct.requires_dist.push_back(std::move(sourced));
  }
  return direct;
}

Result<std::shared_ptr<const DirectDistribution>> DirectSources::read_sdist(
    const SourcedRequirement& requirement, SdistSource sdist) {
  const PackageSource source{requirement.name, std::nullopt, std::move(sdist)};
  TRY(const CoreMetadata metadata, builder_.metadata(source));
  TRY(const SourceBuilder::Place place, builder_.place(source));
  TRY(DirectDistribution direct, described(requirement, metadata));
  direct.hashes = {{"sha256", place.digest}};
  return std::make_shared<const DirectDistribution>(std::move(direct));
}

Result<std::shared_ptr<const DirectDistribution>> DirectSources::read_repository(
    const SourcedRequirement& requirement, const GitSource& source) {
  const std::string locked = locked_source(source, {}).text;
  const auto known = builder_.use().commits.find(locked);
  PackageSource package{requirement.name, std::nullopt, source,
                        known == builder_.use().commits.end() ? "" : known->second};
  TRY(const SourceBuilder::Place place, builder_.place(package));
  package.commit = place.digest;
  builder_.note_commit(locked, place.digest);
  fs::path root = place.tree;
  for (const fs::path& part : fs::path(source.subdirectory).lexically_normal())
    if (!part.empty() && part != ".") root = root.parent_path();
  const ProjectRequest request = tree_request(place.tree, builder_.use().settings, services_);
  TRY(SourceTree tree, read_source_tree(place.tree, request));
  if (!tree.is_static) {
    TRY(const CoreMetadata built, builder_.metadata(package));
    TRY(tree, read_source_tree(place.tree, request, &built));
  }
  ProjectMember member = *std::move(tree.member);
  if (member.name != requirement.name)
    return fail_with_code(ErrorKind::invalid_input, ErrorCode::project,
                          fmt::format("Package metadata name `{}` does not match given name `{}`",
                                      member.name.text(), requirement.name.text()),
                          requirement.origin, {}, "correct the name in the requirement");
  for (SourcedRequirement& needed : member.requires_dist)
    follow_into_repository(needed, source, root);
  member.groups.clear();
  DirectDistribution direct = *distribution_of(member);
  direct.source = source;
  direct.has_dynamic_version = false;
  return std::make_shared<const DirectDistribution>(std::move(direct));
}

Result<std::shared_ptr<const DirectDistribution>> DirectSources::read_directory(
    const PackageName& name, const DirectorySource& source) {
  TRY(const ProjectMember member,
      read_tree(name, source, [this]() -> Result<SourceBuilder*> { return &builder_; }, services_));
  return distribution_of(member);
}

Result<std::shared_ptr<const DirectDistribution>> DirectSources::read_wheel(
    const SourcedRequirement& requirement, std::string filename) {
  TRY(const WheelFilename name, WheelFilename::parse(filename));
  WheelToFetch fetch{.wheel = name,
                     .filename = std::move(filename),
                     .url = {},
                     .path = {},
                     .hashes = {},
                     .size = std::nullopt,
                     .index = {}};
  HttpClient* client = nullptr;
  std::string key;
  if (const auto* path = std::get_if<PathSource>(&requirement.source)) {
    fetch.path = path->path;
    fetch.hashes = fragment_hashes(path->fragment);
    key = fmt::format("{}#{}", path->path.string(), path->fragment);
  } else {
    fetch.url = std::get<UrlSource>(requirement.source).url;
    TRY(const Url url, Url::parse(fetch.url));
    fetch.hashes = fragment_hashes(url.fragment().value_or(""));
    key = fetch.url;
    TRY(client, services_.http(indexes_));
  }
  if (const auto found = known_.find(key); found != known_.end()) return found->second;

  TRY(Cache* const cache, services_.cache());
  // What a wheel by its address is of, it says itself; whether its name agrees matters to who
  // installs it.
  const FetchServices services{.http = client,
                               .cache = *cache,
                               .reporter = services_.reporter(),
                               .offline = client == nullptr,
                               .any_version = true};
  TRY(const std::vector<StoredWheel> stored, fetch_wheels({&fetch, 1}, services));
  const WheelManifest& manifest = *stored.front().manifest;
  TRY(const std::string text,
      read_file(stored.front().tree / manifest.dist_info / "METADATA", CoreMetadata::max_bytes));
  TRY(const CoreMetadata metadata, CoreMetadata::parse(text));
  TRY(DirectDistribution direct, described(requirement, metadata));
  direct.name = name.name;
  direct.wheel = name;
  direct.hashes = {{"sha256", stored.front().sha256}};
  direct.size = stored.front().wheel_bytes;
  auto made = std::make_shared<const DirectDistribution>(std::move(direct));
  known_.emplace(key, made);
  return made;
}

}  // namespace axle
