// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/model/index_definition.hpp"
#include "axle/standards/requirement.hpp"
#include "axle/versions/package_name.hpp"
#include "base/environment.hpp"
#include "model/sourced_requirement.hpp"

namespace axle {

/// A requirement with the digests that its files must have: `--hash=sha256:…`.
struct RequirementEntry {
  SourcedRequirement requirement;
  std::vector<std::string> hashes;  ///< "algorithm:hex", in lower case
};

/// `--no-binary` or `--only-binary`: everything, nothing, or some packages.
struct PackageChoice {
  bool all = false;
  std::set<PackageName> packages;
};

/// What requirements.txt files say together, in the order of their lines.
struct RequirementsFile {
  std::vector<RequirementEntry> requirements;
  std::vector<RequirementEntry> constraints;
  std::optional<IndexUrl> index_url;
  std::vector<IndexUrl> extra_index_urls;
  std::vector<IndexUrl> find_links;
  bool no_index = false;
  bool pre = false;
  bool require_hashes = false;
  PackageChoice no_binary, only_binary;
  std::vector<std::string> warnings;  ///< options that are read and ignored
};

/// Reads a requirements file and those that it names with `-r` and `-c` (pip's format): line
/// continuations, comments, `${NAME}` from the environment, hashes, options. Paths are relative to
/// the file that has them. Limits: 16 MiB a file, 64 files deep, 1,000 files and 50,000
/// requirements in all. Errors: `not_found`, `io`; `invalid_input` (E_PROJECT) with file, line and
/// column for what cannot be read, for files that include themselves (with the path), for files on
/// the network, and for `-e`, until builds exist.
Result<RequirementsFile> read_requirements_file(const std::filesystem::path& path,
                                                const Environment& environment);

/// The same with everything taken as a constraint: `--constraint FILE`.
Result<RequirementsFile> read_constraints_file(const std::filesystem::path& path,
                                               const Environment& environment);

/// One requirement as a command line has it: PEP 508, a URL, or a path of an archive or a
/// directory.
Result<SourcedRequirement> parse_command_line_requirement(std::string_view text,
                                                          const std::filesystem::path& directory);

}  // namespace axle
