// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/versions/package_name.hpp"
#include "axle/versions/version.hpp"

namespace axle {

/// A package of a poetry.lock: what a first uv.lock can keep of it.
struct PoetryLocked {
  PackageName name;
  Version version;
  /// Of one from a repository: its URL, what was asked for (empty for the default branch), and the
  /// commit.
  struct Commit {
    std::string url, reference, commit;
  };
  std::optional<Commit> commit;
};

/// All packages, a name several times where there are several versions of it. What cannot be read
/// of a package leaves that package out. Errors: those of TomlDocument::read.
Result<std::vector<PoetryLocked>> read_poetry_lock(const std::filesystem::path& file);

}  // namespace axle
