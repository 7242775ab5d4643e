// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "axle/base/error.hpp"
#include "base/fd.hpp"

namespace axle {

namespace fs = std::filesystem;

/// An `io` error (code E_IO) for `path`, with the reason that errno gives: "failed to {action}
/// `path`: No space left on device". Not-found errors get ErrorKind::not_found.
std::unexpected<Error> io_failure(std::string_view action, const fs::path& path, int error_number);

/// The whole of a regular file. Errors: `not_found`; `io`; `invalid_input` if it is not a regular
/// file (a device or a FIFO could block for ever) or larger than `max_bytes`. Follows links.
Result<std::string> read_file(const fs::path& path,
                              std::uint64_t max_bytes = std::uint64_t{1} << 30);

/// Replaces the file at `path` with `contents`, so that a reader, or a crash at any point, finds
/// the whole old file or the whole new one. A link at `path` is followed. Errors: `io`; the old
/// file is then untouched.
Result<void> write_file_atomically(const fs::path& path, std::string_view contents,
                                   unsigned mode = 0644);

/// As above, but says nothing about power loss: for caches, whose entries are checked when they are
/// read.
Result<void> write_file_quickly(const fs::path& path, std::string_view contents,
                                unsigned mode = 0644);

/// Writes all of `contents`; retries short writes and EINTR.
Result<void> write_all(int file, std::string_view contents, const fs::path& path_for_errors);

/// Makes the directory and its parents. No error if it exists.
Result<void> make_directories(const fs::path& path, unsigned mode = 0777);

/// Removes a file or a tree; links are removed, never followed. No error if nothing is there.
Result<void> remove_tree(const fs::path& path);

/// Calls `visit` for each entry (name and whether it is a directory, links not followed), in byte
/// order of the names.
Result<void> list_directory(
    const fs::path& path,
    const std::function<void(const std::string& name, bool is_directory)>& visit);

/// Whether anything is there. Follows links; a dangling link is nothing.
bool path_exists(const fs::path& path);
bool directory_exists(const fs::path& path);
bool file_exists(const fs::path& path);

/// The path made absolute and lexically normal, links untouched.
fs::path absolute_path(const fs::path& path);

}  // namespace axle
