// SPDX-License-Identifier: MIT
#include "operations/direct_wheels.hpp"

#include <fmt/format.h>

#include "axle/fetch/fetch.hpp"
#include "axle/standards/core_metadata.hpp"
#include "base/file.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "net/url.hpp"
#include "project/direct_source.hpp"

namespace axle {
namespace {

constexpr std::uint64_t largest_metadata = 16 << 20;

std::unexpected<Error> unreadable(const SourcedRequirement& requirement, std::string_view what) {
  return fail_with_code(
      ErrorKind::no_solution, "E_BUILD",
      fmt::format("`{}` comes from {}, which would have to be built; axle does not do that yet",
                  requirement.name.text(), what),
      requirement.origin, {}, "build a wheel of it elsewhere and name the wheel instead");
}

/// `#sha256=…` of a URL.
std::vector<FileHash> fragment_hashes(const Url& url) {
  std::vector<FileHash> hashes;
  if (!url.fragment()) return hashes;
  for (const std::string_view part : split(*url.fragment(), '&')) {
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) continue;
    const auto algorithm = parse_digest_algorithm(part.substr(0, equals));
    if (algorithm && part.size() - equals - 1 == hex_length(*algorithm))
      hashes.push_back({*algorithm, ascii_lower(part.substr(equals + 1))});
  }
  return hashes;
}

}  // namespace

Result<std::shared_ptr<const DirectDistribution>> DirectWheels::read(
    const SourcedRequirement& requirement) {
  if (const auto* path = std::get_if<PathSource>(&requirement.source)) {
    if (!path->path.string().ends_with(".whl"))
      return unreadable(requirement, fmt::format("the source distribution `{}`",
                                                 escape_foreign(path->path.string())));
    return read_wheel(requirement, path->path.filename().string());
  }
  if (const auto* url = std::get_if<UrlSource>(&requirement.source)) {
    TRY(const Url parsed, Url::parse(url->url));
    const std::string filename = parsed.filename();
    if (!filename.ends_with(".whl"))
      return unreadable(requirement, fmt::format("the source distribution `{}`",
                                                 escape_foreign(parsed.display())));
    return read_wheel(requirement, filename);
  }
  if (const auto* directory = std::get_if<DirectorySource>(&requirement.source))
    return unreadable(
        requirement, fmt::format("the source tree `{}`", escape_foreign(directory->path.string())));
  return unreadable(requirement, "a repository");
}

Result<std::shared_ptr<const DirectDistribution>> DirectWheels::read_wheel(
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
  if (const auto* path = std::get_if<PathSource>(&requirement.source)) {
    fetch.path = path->path;
  } else {
    fetch.url = std::get<UrlSource>(requirement.source).url;
    TRY(const Url url, Url::parse(fetch.url));
    fetch.hashes = fragment_hashes(url);
    TRY(client, services_.http(indexes_));
  }
  const std::string key = fetch.url.empty() ? fetch.path.string() : fetch.url;
  if (const auto found = known_.find(key); found != known_.end()) return found->second;

  TRY(Cache* const cache, services_.cache());
  const FetchServices services{.http = client,
                               .cache = *cache,
                               .reporter = services_.reporter(),
                               .offline = client == nullptr};
  TRY(const std::vector<StoredWheel> stored, fetch_wheels({&fetch, 1}, services));
  const WheelManifest& manifest = *stored.front().manifest;
  TRY(const std::string text,
      read_file(stored.front().tree / manifest.dist_info / "METADATA", largest_metadata));
  TRY(const CoreMetadata metadata, CoreMetadata::parse(text));
  DirectDistribution direct{.name = name.name,
                            .version = name.version,
                            .source = requirement.source,
                            .requires_python = metadata.requires_python,
                            .requires_dist = {},
                            .extras = metadata.provides_extras,
                            .groups = {},
                            .wheel = name,
                            .hashes = {{"sha256", stored.front().sha256}},
                            .size = stored.front().wheel_bytes};
  for (const Requirement& needed : metadata.requires_dist) {
    TRY(SourcedRequirement sourced, as_written(needed, services_.directory()));
    direct.requires_dist.push_back(std::move(sourced));
  }
  auto made = std::make_shared<const DirectDistribution>(std::move(direct));
  known_.emplace(key, made);
  return made;
}

}  // namespace axle
