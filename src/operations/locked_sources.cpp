// SPDX-License-Identifier: MIT
#include "operations/locked_sources.hpp"

#include <algorithm>

#include "base/file.hpp"
#include "base/shown.hpp"
#include "base/try.hpp"

namespace axle {

Result<LockedTrees> trees_of(const Lockfile& lockfile, const Project& project,
                             const BuilderMaker& builder, Services& services, TreeDetail detail) {
  LockedTrees trees;
  for (const LockedPackage& package : lockfile.packages) {
    if (!package.source.is_source_tree() || project.find(package.name) != nullptr) continue;
    const DirectorySource source{normal_path(project.root / package.source.text),
                                 package.source.text.starts_with('/') ? package.source.text : "",
                                 package.source.kind == LockSource::Kind::editable,
                                 package.source.kind == LockSource::Kind::virtual_tree};
    // A member that is gone has made the lock stale already.
    const auto& members = lockfile.manifest.members;
    if (std::ranges::find(members, package.name) != members.end() && !directory_exists(source.path))
      continue;
    TRY(const ProjectMember tree, read_tree(package.name, source, builder, services, detail));
    trees.emplace_back(package.name, locked_tree(tree, project.root));
  }
  return trees;
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
