// SPDX-License-Identifier: MIT
#include "lock/lock_requirement.hpp"

#include <algorithm>
#include <variant>

#include "base/text.hpp"

namespace axle {
namespace {

/// Without login and fragment.
std::string plain_url(std::string_view text) {
  const std::string_view without_fragment = text.substr(0, text.find('#'));
  const auto parsed = IndexUrl::parse(without_fragment, "/");
  return parsed ? parsed->text() : std::string(without_fragment);
}

std::string git_url(const GitSource& git) {
  std::string url = plain_url(git.repository);
  char separator = '?';
  const auto add = [&](std::string_view key, std::string_view value) {
    url += separator;
    separator = '&';
    url.append(key).append("=").append(percent_encode(value, "*"));
  };
  if (!git.subdirectory.empty()) add("subdirectory", git.subdirectory);
  if (git.lfs) add("lfs", "true");
  switch (git.reference) {
    case GitSource::Reference::default_branch:
      break;
    case GitSource::Reference::branch:
      add("branch", git.reference_name);
      break;
    case GitSource::Reference::tag:
      add("tag", git.reference_name);
      break;
    case GitSource::Reference::revision:
      add("rev", git.reference_name);
      break;
  }
  return url;
}

LockedRequirement::Kind requirement_kind(LockSource::Kind kind) {
  switch (kind) {
    case LockSource::Kind::registry_url:
    case LockSource::Kind::registry_path:
      break;
    case LockSource::Kind::git:
      return LockedRequirement::Kind::git;
    case LockSource::Kind::url:
      return LockedRequirement::Kind::url;
    case LockSource::Kind::path:
      return LockedRequirement::Kind::path;
    case LockSource::Kind::directory:
      return LockedRequirement::Kind::directory;
    case LockSource::Kind::editable:
      return LockedRequirement::Kind::editable;
    case LockSource::Kind::virtual_tree:
      return LockedRequirement::Kind::virtual_tree;
  }
  return LockedRequirement::Kind::registry;
}

}  // namespace

std::string locked_path(const std::filesystem::path& path, const std::filesystem::path& root,
                        std::string_view given) {
  const bool has_variables = given.contains("${");
  if (!has_variables && (given.starts_with('/') || starts_with_ignoring_case(given, "file:")))
    return path.generic_string();
  std::string relative = path.lexically_relative(root).generic_string();
  if (relative.size() > 1 && relative.ends_with('/')) relative.pop_back();
  return relative.empty() ? path.generic_string() : relative;
}

LockSource locked_source(const RequirementSource& source, const std::filesystem::path& root) {
  using Kind = LockSource::Kind;
  if (const auto* url = std::get_if<UrlSource>(&source))
    return {Kind::url, plain_url(url->url), url->subdirectory};
  if (const auto* git = std::get_if<GitSource>(&source)) return {Kind::git, git_url(*git), {}};
  if (const auto* path = std::get_if<PathSource>(&source))
    return {Kind::path, locked_path(path->path, root, path->given), {}};
  if (const auto* directory = std::get_if<DirectorySource>(&source))
    return {directory->is_editable  ? Kind::editable
            : directory->is_virtual ? Kind::virtual_tree
                                    : Kind::directory,
            locked_path(directory->path, root, directory->given),
            {}};
  return {};
}

LockSource locked_source(const IndexUrl& index, const std::filesystem::path& root) {
  if (!index.local_path()) return {LockSource::Kind::registry_url, index.text(), {}};
  return {
      LockSource::Kind::registry_path, locked_path(*index.local_path(), root, index.given()), {}};
}

LockedRequirement locked_requirement(const SourcedRequirement& requirement,
                                     const std::filesystem::path& root) {
  LockedRequirement locked{.name = requirement.name,
                           .extras = requirement.extras,
                           .groups = requirement.groups,
                           .marker = requirement.marker,
                           .specifiers = {},
                           .text = {},
                           .subdirectory = {},
                           .conflict = std::nullopt};
  if (const RegistrySource* registry = requirement.registry()) {
    locked.specifiers = registry->specifiers;
    if (registry->index) locked.text = registry->index->text();
    locked.conflict = registry->conflict;
    return locked;
  }
  LockSource source = locked_source(requirement.source, root);
  locked.kind = requirement_kind(source.kind);
  locked.text = std::move(source.text);
  locked.subdirectory = std::move(source.subdirectory);
  return locked;
}

std::vector<LockedRequirement> locked_requirements(
    const std::vector<SourcedRequirement>& requirements, const std::filesystem::path& root) {
  std::vector<LockedRequirement> locked;
  locked.reserve(requirements.size());
  for (const SourcedRequirement& requirement : requirements)
    locked.push_back(locked_requirement(requirement, root));
  std::ranges::sort(locked);
  const auto rest = std::ranges::unique(locked);
  locked.erase(rest.begin(), rest.end());
  return locked;
}

}  // namespace axle
