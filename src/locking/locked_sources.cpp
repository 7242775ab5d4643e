// SPDX-License-Identifier: MIT
#include "locking/locked_sources.hpp"

#include <algorithm>

#include "base/shown.hpp"
#include "provision/locked_archives.hpp"

namespace axle {

void read_locked_trees(const Lockfile& lockfile, const Project& project,
                       const BuilderMaker& builder, TreeDetail detail, Services& services,
                       LockBasis& basis) {
  basis.trees.clear();
  for (const LockedPackage& package : lockfile.packages) {
    if (!package.source.is_source_tree() || project.find(package.name) != nullptr) continue;
    const DirectorySource source{normal_path(project.root / package.source.text),
                                 package.source.text.starts_with('/') ? package.source.text : "",
                                 package.source.kind == LockSource::Kind::editable,
                                 package.source.kind == LockSource::Kind::virtual_tree};
    const auto tree = read_tree(package.name, source, builder, services, detail);
    // One that is nowhere is not what is locked.
    basis.trees.emplace_back(package.name,
                             tree ? locked_tree(*tree, project.root) : LockBasis::Member());
  }
}

Result<void> read_locked_archives(const Lockfile& lockfile, const LockWishes& wishes,
                                  LockBasis& basis) {
  if (wishes.upgrade) return {};
  for (const LockedPackage& package : lockfile.packages) {
    // What `dependency-metadata` states is judged as such.
    const bool is_stated = std::ranges::any_of(
        basis.manifest.stated_metadata,
        [&](const LockedStatedMetadata& stated) { return stated.name == package.name; });
    if (package.source.kind != LockSource::Kind::path || is_stated ||
        wishes.upgrade_packages.contains(package.name))
      continue;
    auto archive = locked_archive(package, basis.root);
    if (!archive && archive.error().kind == ErrorKind::integrity)
      return std::unexpected(std::move(archive).error());
    if (!archive) archive = LockBasis::Member();
    if (*archive) basis.trees.emplace_back(package.name, **std::move(archive));
  }
  return {};
}

std::map<std::string, std::string> locked_commits(const Lockfile& lockfile,
                                                  const LockWishes& wishes) {
  std::map<std::string, std::string> commits;
  for (const LockedPackage& package : lockfile.packages) {
    if (package.source.kind != LockSource::Kind::git || wishes.upgrade ||
        wishes.upgrade_packages.contains(package.name))
      continue;
    const std::string& text = package.source.text;
    const std::size_t hash = text.find('#');
    if (hash != std::string::npos) commits.emplace(text.substr(0, hash), text.substr(hash + 1));
  }
  return commits;
}

}  // namespace axle
