// SPDX-License-Identifier: MIT
#include "store/clean.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <set>
#include <vector>

#include "base/file.hpp"
#include "base/file_lock.hpp"
#include "base/temp.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cache/layout.hpp"

namespace axle {
namespace {

using Inodes = std::set<std::pair<dev_t, ino_t>>;

/// Adds what is at `path` and below to `usage`. Links count as themselves.
void measure(const fs::path& path, CacheUsage& usage, Inodes& seen) {
  struct stat status{};
  if (::lstat(path.c_str(), &status) != 0) return;
  if (!S_ISDIR(status.st_mode)) {
    if (status.st_nlink > 1 && !seen.emplace(status.st_dev, status.st_ino).second) return;
    ++usage.files;
    usage.bytes += static_cast<std::uint64_t>(status.st_size);
    return;
  }
  ++usage.directories;
  std::vector<std::string> names;
  if (!list_directory(path, [&](const std::string& name, bool) { names.push_back(name); })) return;
  for (const std::string& name : names) measure(path / name, usage, seen);
}

bool holds_buckets(const fs::path& root) {
  bool found = false;
  static_cast<void>(list_directory(root, [&](const std::string& name, bool is_directory) {
    found = found || (is_directory && name.find("-v") != std::string::npos && is_cache_entry(name));
  }));
  return found;
}

/// A cache that nobody else uses for now, and the trash that things go to.
class Cleaning {
 public:
  static Result<Cleaning> begin(const fs::path& root, std::chrono::milliseconds patience) {
    const fs::path tag = root / tag_name;
    const auto text = read_file(tag, 4096);
    const bool tagged = text && text->starts_with("Signature: 8a477f597d28d172789f06886806bc55");
    if (!tagged && !holds_buckets(root)) {
      return fail_with_code(ErrorKind::io, ErrorCode::io,
                            fmt::format("`{}` is not a cache: it has no `CACHEDIR.TAG`",
                                        escape_foreign(root.string())),
                            root.string(), {}, "check `--cache-dir` and `AXLE_CACHE_DIR`");
    }
    TRY(FileLock lock, FileLock::acquire(root / lock_name, FileLock::Mode::exclusive, patience));
    TRY(TempDirectory trash, TempDirectory::create_in(root));
    return Cleaning(root, std::move(lock), std::move(trash));
  }

  /// Takes `path` out of reach with one rename and counts it. It is deleted when all is done.
  Result<void> discard(const fs::path& path) {
    measure(path, usage_, seen_);
    const fs::path target = trash_.path() / std::to_string(++count_);
    if (::rename(path.c_str(), target.c_str()) == 0 || errno == ENOENT) return {};
    return io_failure("remove", path, errno);
  }

  /// Deletes what was discarded.
  Result<CacheUsage> finish() {
    TRY_OK(remove_tree(trash_.path()));
    return usage_;
  }

  const fs::path& root() const { return root_; }
  /// What axle made in the root, but for what keeps it a cache.
  Result<std::vector<std::string>> entries() const {
    std::vector<std::string> names;
    const auto add = [&](const std::string& name, bool) {
      if (is_cache_entry(name) && name != lock_name && name != tag_name &&
          root_ / name != trash_.path())
        names.push_back(name);
    };
    TRY_OK(list_directory(root_, add));
    return names;
  }

 private:
  Cleaning(fs::path root, FileLock lock, TempDirectory trash)
      : root_(std::move(root)), lock_(std::move(lock)), trash_(std::move(trash)) {}

  fs::path root_;
  FileLock lock_;
  TempDirectory trash_;
  CacheUsage usage_;
  Inodes seen_;
  unsigned count_ = 0;
};

/// The directories in `path`, links left out.
std::vector<fs::path> directories_in(const fs::path& path) {
  std::vector<fs::path> found;
  const auto add = [&](const std::string& name, bool is_directory) {
    if (is_directory) found.push_back(path / name);
  };
  if (!list_directory(path, add)) return {};
  return found;
}

bool belongs_to(std::string_view entry, std::string_view package) {
  return entry == package || (entry.starts_with(package) && entry[package.size()] == '.');
}

/// Of the directory "Foo_Bar-1.0.dist-info": "foo-bar".
std::string distribution_of(std::string_view dist_info) {
  std::string name;
  for (const char c : ascii_lower(dist_info.substr(0, dist_info.find('-')))) {
    const bool separates = c == '_' || c == '.';
    if (!separates || !name.ends_with('-')) name += separates ? '-' : c;
  }
  return name;
}

/// Whether an entry of the store, which is named by a digest, is a wheel of one of the packages.
bool is_wheel_of(const fs::path& entry, std::span<const std::string> names) {
  return std::ranges::any_of(directories_in(entry / "tree"), [&](const fs::path& directory) {
    const std::string name = directory.filename().string();
    return name.ends_with(".dist-info") &&
           std::ranges::find(names, distribution_of(name)) != names.end();
  });
}

}  // namespace

Result<CacheUsage> measure_cache(const fs::path& root) {
  CacheUsage usage;
  Inodes seen;
  measure(root, usage, seen);
  return usage;
}

Result<CacheUsage> clean_cache(const fs::path& root, std::chrono::milliseconds patience) {
  if (!directory_exists(root)) return CacheUsage{};
  TRY(Cleaning cleaning, Cleaning::begin(root, patience));
  TRY(const auto names, cleaning.entries());
  for (const std::string& name : names) TRY_OK(cleaning.discard(root / name));
  return cleaning.finish();
}

Result<CacheUsage> clean_packages(const fs::path& root, std::span<const std::string> names,
                                  std::chrono::milliseconds patience) {
  if (!directory_exists(root)) return CacheUsage{};
  TRY(Cleaning cleaning, Cleaning::begin(root, patience));
  for (const fs::path& bucket : directories_in(root)) {
    if (!is_cache_entry(bucket.filename().string())) continue;
    for (const fs::path& index : directories_in(bucket)) {
      if (is_wheel_of(index, names)) {
        TRY_OK(cleaning.discard(index));
        continue;
      }
      std::vector<std::string> fitting;
      const auto add = [&](const std::string& entry, bool) {
        if (std::ranges::any_of(names,
                                [&](const std::string& name) { return belongs_to(entry, name); }))
          fitting.push_back(entry);
      };
      TRY_OK(list_directory(index, add));
      for (const std::string& entry : fitting) TRY_OK(cleaning.discard(index / entry));
    }
  }
  return cleaning.finish();
}

Result<CacheUsage> prune_cache(const fs::path& root,
                               std::span<const std::string_view> current_buckets,
                               std::chrono::milliseconds patience) {
  if (!directory_exists(root)) return CacheUsage{};
  TRY(Cleaning cleaning, Cleaning::begin(root, patience));
  TRY(const auto names, cleaning.entries());
  for (const std::string& name : names) {
    if (std::ranges::find(current_buckets, name) == current_buckets.end())
      TRY_OK(cleaning.discard(root / name));
  }
  return cleaning.finish();
}

}  // namespace axle
