// SPDX-License-Identifier: MIT
#include "locking/poetry_preferences.hpp"

#include <fmt/format.h>

#include "base/file.hpp"
#include "lock/lock_requirement.hpp"
#include "poetry/poetry_lock.hpp"

namespace axle {
namespace {

/// Poetry does not say whether the reference is a branch, a tag or a revision.
void add_commit(const PoetryLocked::Commit& commit, std::map<std::string, std::string>& commits) {
  using Reference = GitSource::Reference;
  for (const Reference kind : {Reference::branch, Reference::tag, Reference::revision}) {
    GitSource source;
    source.repository = commit.url;
    source.reference_name = commit.reference;
    source.reference = commit.reference.empty() ? Reference::default_branch : kind;
    commits.emplace(locked_source(source, {}).text, commit.commit);
  }
}

}  // namespace

FirstPreferences poetry_preferences(const Project& project, const LockWishes& wishes,
                                    Services& services) {
  FirstPreferences preferences;
  const fs::path file = project.root / "poetry.lock";
  if (wishes.upgrade || !file_exists(file)) return preferences;
  const auto packages = read_poetry_lock(file);
  if (!packages) {
    services.reporter().warning(
        fmt::format("`poetry.lock` cannot be read, so its versions are not kept: {}",
                    packages.error().message));
    return preferences;
  }
  for (const PoetryLocked& package : *packages) {
    if (wishes.upgrade_packages.contains(package.name)) continue;
    if (package.commit) {
      add_commit(*package.commit, preferences.commits);
      continue;
    }
    preferences.versions.push_back(
        {.name = package.name, .version = package.version, .url = {}, .fork_markers = {}});
  }
  return preferences;
}

}  // namespace axle
