// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/index/index_set.hpp"

// What `axle export` and `axle pip compile` have in common: files that are made to be kept.
namespace axle {

enum class FileFormat { requirements, pylock, cyclonedx };

/// Of which command a file is: `axle export` knows one format more, `axle pip compile` takes every
/// `.toml` for a `pylock.toml`.
enum class FileMaker { export_command, compile_command };

/// By `--format`, else by the name of the output file. Errors: `invalid_input` for a format that
/// there is not, and for a `pylock.toml` under a name that PEP 751 does not allow.
Result<FileFormat> file_format(const std::optional<std::string>& format,
                               const std::optional<std::string>& output_file, FileMaker maker);

/// The comment at the top: the command line, without what changes from run to run and, with
/// `hides_indexes`, without its indexes; `custom` takes its place. Passwords are hidden; a word may
/// not end the comment.
std::string generated_by(const std::vector<std::string>& words, bool hides_indexes = false,
                         const std::optional<std::string>& custom = std::nullopt);

/// Index URLs as the user's files write them, by their full text: variables are not expanded.
using WrittenUrls = std::map<std::string, std::string>;

/// `--index-url` and `--extra-index-url` lines, the default index first. An explicit index is among
/// them. Without logins, unless the user's file has them.
std::string index_lines(const IndexSet& indexes, const WrittenUrls& written);
/// `--find-links` lines.
std::string find_links_lines(const IndexSet& indexes, const WrittenUrls& written);

}  // namespace axle
