// SPDX-License-Identifier: MIT
#include "cache/cache.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "base/file.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cache/foreign_cache.hpp"
#include "cache/layout.hpp"

namespace axle {
namespace {

/// The directory that we really use: whole path resolved, so that a link that is exchanged later
/// changes nothing.
Result<fs::path> resolve_root(const fs::path& root) {
  // Only the last component is ours to keep private; parents are made as for any file.
  TRY_OK(make_directories(root.parent_path()));
  TRY_OK(make_directories(root, 0700));
  std::error_code failed;
  fs::path real = fs::canonical(root, failed);
  if (failed) return io_failure("open the cache", root, failed.value());
  struct stat status{};
  if (::stat(real.c_str(), &status) != 0) return io_failure("open the cache", real, errno);
  const bool is_foreign = status.st_uid != ::geteuid() && status.st_uid != 0;
  // Whoever can write to it can have others install what they like; for root that is everyone.
  if (is_foreign && (::geteuid() == 0 || (status.st_mode & (S_IWGRP | S_IWOTH)) != 0)) {
    return fail_with_code(ErrorKind::io, ErrorCode::io,
                          fmt::format("the cache `{}` belongs to another user, who may write to it",
                                      escape_foreign(real.string())),
                          real.string(), {}, "use a cache of your own with `--cache-dir`");
  }
  return real;
}

/// Removes what killed runs left in the staging directory. Only if nobody else uses the cache.
void remove_leftovers(const fs::path& root) {
  const fs::path staging = root / staging_name;
  if (!directory_exists(staging)) return;
  bool is_empty = true;
  const auto listed = list_directory(staging, [&](const std::string&, bool) { is_empty = false; });
  if (!listed || is_empty) return;
  const auto lock =
      FileLock::acquire(root / lock_name, FileLock::Mode::exclusive, std::chrono::milliseconds(0));
  if (!lock) return;
  if (const auto removed = remove_tree(staging); !removed) log_debug("{}", removed.error().message);
}

/// The tag says of everything in the directory that it can be deleted.
bool holds_only_cache(const fs::path& root) {
  bool only_ours = true;
  const auto listed = list_directory(
      root, [&](const std::string& name, bool) { only_ours = only_ours && is_cache_entry(name); });
  return listed.has_value() && only_ours;
}

/// As the password file has it, where HOME is not set: services, cron.
std::optional<fs::path> home_of_user() {
  std::vector<char> buffer(std::size_t{1} << 16);
  struct passwd entry{};
  struct passwd* found = nullptr;
  if (::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found) != 0 ||
      found == nullptr || found->pw_dir == nullptr)
    return std::nullopt;
  const fs::path home(found->pw_dir);
  return home.is_absolute() && directory_exists(home) ? std::optional(home) : std::nullopt;
}

}  // namespace

bool belongs_to_another_user(const fs::path& root) {
  struct stat status{};
  return ::geteuid() == 0 && ::stat(root.c_str(), &status) == 0 && status.st_uid != 0;
}

Result<Cache> Cache::open(const fs::path& root, std::chrono::milliseconds patience) {
  TRY(fs::path real, resolve_root(absolute_path(root)));
  Cache cache(std::move(real));
  if (::access(cache.root_.c_str(), W_OK) != 0) {
    TRY(TempDirectory instead, TempDirectory::create_in(system_temp_directory()));
    cache.private_root_ = std::make_shared<TempDirectory>(std::move(instead));
    // Without a lock file nobody can lock; then there is nothing to wait for either.
    if (auto lock = FileLock::acquire(cache.root_ / lock_name, FileLock::Mode::shared, patience))
      cache.lock_ = *std::move(lock);
    else if (lock.error().kind == ErrorKind::locked)
      return std::unexpected(std::move(lock).error());
    return cache;
  }
  if (!path_exists(cache.root_ / tag_name) && holds_only_cache(cache.root_))
    TRY_OK(write_file_quickly(cache.root_ / tag_name, tag_text));
  remove_leftovers(cache.root_);
  TRY(cache.lock_, FileLock::acquire(cache.root_ / lock_name, FileLock::Mode::shared, patience));
  return cache;
}

Result<Cache> Cache::temporary() {
  TRY(TempDirectory directory, TempDirectory::create_in(system_temp_directory()));
  Cache cache(directory.path());
  cache.own_ = std::make_shared<TempDirectory>(std::move(directory));
  return cache;
}

fs::path Cache::writable_bucket(std::string_view name) const {
  return (private_root_ ? private_root_->path() : root_) / name;
}

Result<fs::path> Cache::staging() const {
  fs::path staging = writable_bucket(staging_name);
  TRY_OK(make_directories(staging, 0700));
  return staging;
}

Result<fs::path> cache_root(const std::optional<fs::path>& option, const Environment& environment) {
  if (option) return absolute_path(*option);
  if (const auto given = environment.get_nonempty("AXLE_CACHE_DIR")) return absolute_path(*given);
  // UV_CACHE_DIR holds uv's cache, whose files are of another kind: ours get a folder of their own,
  // so that a CI job that keeps the one keeps the other.
  if (const auto given = environment.get_nonempty("UV_CACHE_DIR"))
    return absolute_path(fs::path(*given) / "axle");
  if (const auto base = environment.get_nonempty("XDG_CACHE_HOME");
      base && fs::path(*base).is_absolute())
    return fs::path(*base) / "axle";
  if (const auto home = environment.get_nonempty("HOME"))
    return fs::path(*home) / ".cache" / "axle";
  if (const auto home = home_of_user()) return *home / ".cache" / "axle";
  return fail_with_code(ErrorKind::io, ErrorCode::io,
                        "there is no place for the cache: `HOME` is not set", {}, {},
                        "name one with `--cache-dir` or `AXLE_CACHE_DIR`");
}

std::string cache_key(std::string_view text) {
  // FNV-1a with a final mix: quick, and needs no libcrypto, which would take 2 ms to open.
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3U;
  }
  hash ^= hash >> 33;
  hash *= 0xff51afd7ed558ccdU;
  hash ^= hash >> 33;
  return fmt::format("{:016x}", hash);
}

}  // namespace axle
