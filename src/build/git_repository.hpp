// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>

#include "axle/base/error.hpp"
#include "axle/model/sourced_requirement.hpp"
#include "cache/cache.hpp"

namespace axle {

/// The files of one commit, in the cache: shared, so that nobody may change them.
struct GitCheckout {
  std::filesystem::path tree;  ///< the root of the repository
  std::string commit;          ///< 40 hexadecimal digits, or 64
};

/// Fetches repositories with the `git` program, as its configuration and credential helpers have
/// it. Each repository is kept once, bare; each commit that was asked for is checked out once, with
/// its submodules, and with LFS if the source says so. No prompt is shown. Logins in URLs reach
/// `git` through its environment, never through arguments.
class GitRepositories {
 public:
  GitRepositories(const Cache& cache, bool offline) : cache_(cache), offline_(offline) {}

  /// `commit` of a repository; if it is empty, the one that branch, tag, revision or default branch
  /// name there now. One that is known already needs no network.
  /// Errors: `invalid_input` (E_GIT) with git's own words if there is no such repository, reference
  /// or commit; `network` (E_OFFLINE); `io` if there is no `git`; `cancelled`.
  Result<GitCheckout> checkout(const GitSource& source, const std::string& commit) const;

 private:
  const Cache& cache_;
  bool offline_;
};

}  // namespace axle
