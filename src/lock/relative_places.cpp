// SPDX-License-Identifier: MIT
#include "lock/relative_places.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace axle {
namespace {

class Places {
 public:
  explicit Places(const std::filesystem::path& root) : root_(root) {}

  void rename(LockSource& source) const {
    if (source.is_local()) rename(source.text);
  }
  void rename(std::vector<LockedRequirement>& requirements) const {
    using Kind = LockedRequirement::Kind;
    for (LockedRequirement& requirement : requirements)
      if (requirement.kind == Kind::path || requirement.kind >= Kind::directory)
        rename(requirement.text);
  }
  void rename(std::map<GroupName, std::vector<LockedRequirement>>& groups) const {
    for (auto& [name, requirements] : groups) rename(requirements);
  }
  void rename(LockedMetadata& metadata) const {
    rename(metadata.requires_dist);
    rename(metadata.requires_dev);
  }
  void rename(LockManifest& manifest) const {
    rename(manifest.requirements);
    rename(manifest.constraints);
    rename(manifest.groups);
  }
  void rename(LockBasis::Member& member) const {
    rename(member.source);
    rename(member.metadata);
  }

 private:
  void rename(std::string& place) const {
    if (!place.starts_with('/')) return;
    const std::string relative =
        std::filesystem::path(place).lexically_relative(root_).generic_string();
    if (!relative.empty()) place = relative;
  }

  const std::filesystem::path& root_;
};

}  // namespace

Lockfile with_relative_places(Lockfile lockfile, const std::filesystem::path& root) {
  const Places places(root);
  places.rename(lockfile.manifest);
  for (LockedPackage& package : lockfile.packages) {
    places.rename(package.source);
    places.rename(package.metadata);
  }
  return lockfile;
}

LockBasis with_relative_places(LockBasis basis) {
  const Places places(basis.root);
  places.rename(basis.manifest);
  for (auto& [name, member] : basis.members) places.rename(member);
  for (auto& [name, tree] : basis.trees) places.rename(tree);
  return basis;
}

}  // namespace axle
