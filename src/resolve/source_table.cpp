// SPDX-License-Identifier: MIT
#include "resolve/source_table.hpp"

#include <fmt/format.h>

namespace axle {
namespace {

template <class... F>
struct overloaded : F... {
  using F::operator()...;
};
template <class... F>
overloaded(F...) -> overloaded<F...>;

}  // namespace

std::string source_key(const RequirementSource& source) {
  return std::visit(
      overloaded{
          [](const RegistrySource&) { return std::string(); },
          [](const UrlSource& url) { return fmt::format("url {} {}", url.subdirectory, url.url); },
          [](const GitSource& git) {
            return fmt::format("git {} {} {} {}", git.subdirectory, static_cast<int>(git.reference),
                               git.reference_name, git.repository);
          },
          [](const PathSource& path) { return fmt::format("path {}", path.path.string()); },
          [](const DirectorySource& directory) {
            return fmt::format("directory {}", directory.path.string());
          },
      },
      source);
}

SourceId SourceTable::id_of(const SourcedRequirement& requirement) {
  std::string key = source_key(requirement.source);
  const auto [place, is_new] =
      source_ids_.try_emplace(std::move(key), static_cast<SourceId>(sources_.size()));
  if (is_new) {
    sources_.push_back({&requirement});
    return place->second;
  }
  // An editable spelling of a directory counts for all.
  const auto* now = std::get_if<DirectorySource>(&requirement.source);
  const SourcedRequirement*& example = sources_[place->second];
  const auto* before = std::get_if<DirectorySource>(&example->source);
  if (now != nullptr && before != nullptr && now->is_editable && !before->is_editable)
    example = &requirement;
  return place->second;
}

IndexId SourceTable::id_of(const IndexUrl& index) {
  const auto [place, is_new] =
      index_ids_.try_emplace(index.text(), static_cast<IndexId>(indexes_.size()));
  if (is_new) indexes_.push_back(index);
  return place->second;
}

}  // namespace axle
