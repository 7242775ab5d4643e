// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/environment.hpp"
#include "axle/base/error.hpp"
#include "axle/model/index_definition.hpp"
#include "axle/model/sourced_requirement.hpp"
#include "axle/standards/requirement.hpp"
#include "axle/versions/package_name.hpp"
#include "project/written_requirement.hpp"

namespace axle {

/// A requirement with the digests that its files must have: `--hash=sha256:…`.
struct RequirementEntry {
  SourcedRequirement requirement;
  std::vector<std::string> hashes;  ///< "algorithm:hex", in lower case
  /// The URL or path of one that is of no index as the file has it: `${NAME}` is not expanded, so
  /// that no secret is in it that is not in the file. Empty for one of an index.
  std::string written;
};

/// The same of one whose name is not known yet.
struct UnnamedEntry {
  UnnamedRequirement requirement;
  std::vector<std::string> hashes;
  std::string written;
};

/// `--no-binary` or `--only-binary`: everything, nothing, or some packages.
struct PackageChoice {
  bool all = false;
  std::set<PackageName> packages;
};

/// What requirements.txt files say together, in the order of their lines.
struct RequirementsFile {
  std::vector<RequirementEntry> requirements;
  std::vector<UnnamedEntry> unnamed;  ///< more of them: folders with `-e`, repositories …
  std::vector<RequirementEntry> constraints;
  std::optional<IndexUrl> index_url;
  std::vector<IndexUrl> extra_index_urls;
  std::vector<IndexUrl> find_links;
  /// The URLs of indexes and `find_links` as the files have them, by their full text: `${NAME}` is
  /// not expanded.
  std::map<std::string, std::string> written_urls;
  bool no_index = false;
  bool pre = false;
  bool require_hashes = false;
  PackageChoice no_binary, only_binary;
  std::vector<std::string> warnings;  ///< options that are read and ignored
};

/// What reading needs beside the files.
struct RequirementsReading {
  RequirementsReading(const Environment& variables,  // NOLINT: most readers need nothing else
                      std::filesystem::path where = {})
      : environment(variables), directory(std::move(where)) {}

  const Environment& environment;
  /// Relative paths of requirements and `--find-links` begin here, as in pip and uv; what is not
  /// there is looked for beside the file. Empty: beside the file only. Also what `${PROJECT_ROOT}`
  /// stands for.
  std::filesystem::path directory;
  /// What the file is called by origins; empty: its path. Files that it names with a relative path
  /// are called by both.
  std::filesystem::path name;
  /// What the file holds, if it is to be taken from here: standard input.
  std::optional<std::string> bytes = std::nullopt;
  /// The bytes at a URL; none: remote files are refused.
  std::function<Result<std::string>(const std::string& url)> fetch;
};

/// Reads a requirements file and those that it names with `-r` and `-c` (pip's format): line
/// continuations, comments, `${NAME}` from the environment, hashes, options. `path` may be an
/// http(s) URL; what a remote file names is relative to it and remote too. A file that is being
/// read already is not read again, with a warning. Limits: 16 MiB a file, 64 files deep, 1,000
/// files and 50,000 requirements in all. Errors: `not_found`, `io`, those of `fetch`;
/// `invalid_input` (E_PROJECT) with file and line for what cannot be read.
Result<RequirementsFile> read_requirements_file(const std::filesystem::path& path,
                                                const RequirementsReading& reading);

/// The same with everything taken as a constraint: `--constraint FILE`. Extras are left aside.
Result<RequirementsFile> read_constraints_file(const std::filesystem::path& path,
                                               const RequirementsReading& reading);

}  // namespace axle
