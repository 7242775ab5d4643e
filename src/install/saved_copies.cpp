// SPDX-License-Identifier: MIT
#include "install/saved_copies.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/file.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr unsigned most_directories = 10'000;

/// A new directory, so that no link lies in it.
Result<std::string> new_directory(const fs::path& prefix) {
  for (unsigned number = 1; number < most_directories; ++number) {
    std::string name = fmt::format(".axle-saved-{}", number);
    if (::mkdir((prefix / name).c_str(), 0777) == 0) return name;
    if (errno != EEXIST) return io_failure("create directory", prefix / name, errno);
  }
  return io_failure("create a directory in", prefix, EEXIST);
}

}  // namespace

SavedCopies::~SavedCopies() {
  if (!name_.empty()) static_cast<void>(remove_tree(prefix_ / name_));
}

Result<void> SavedCopies::add(const std::string& path) {
  const fs::path whole = prefix_ / path;
  struct stat status{};
  if (::lstat(whole.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
  if (name_.empty()) {
    TRY(name_, new_directory(prefix_));
  }
  const fs::path copy = prefix_ / name_ / path;
  TRY_OK(make_directories(copy.parent_path()));
  if (::link(whole.c_str(), copy.c_str()) != 0) return io_failure("save a copy of", whole, errno);
  return {};
}

std::string SavedCopies::keep() && { return std::exchange(name_, {}); }

}  // namespace axle
