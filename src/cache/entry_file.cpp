// SPDX-License-Identifier: MIT
#include "cache/entry_file.hpp"

#include <sys/stat.h>

#include <cerrno>

#include "base/file.hpp"
#include "base/temp.hpp"
#include "base/try.hpp"
#include "cache/cache.hpp"

namespace axle {

Result<void> write_by_way_of(const fs::path& staging, const fs::path& entry,
                             std::string_view contents, unsigned mode) {
  TRY_OK(make_directories(staging, 0700));
  TRY_OK(make_directories(entry.parent_path(), 0700));
  TRY(TempFile temp, TempFile::create_in(staging));
  TRY_OK(write_all(temp.file(), contents, entry));
  if (::fchmod(temp.file(), static_cast<mode_t>(mode)) != 0)
    return io_failure("set permissions of", temp.path(), errno);
  return temp.rename_to(entry);
}

Result<void> write_cache_entry(const Cache& cache, const fs::path& entry,
                               std::string_view contents) {
  TRY(const fs::path staging, cache.staging());
  return write_by_way_of(staging, entry, contents, 0600);
}

}  // namespace axle
