// SPDX-License-Identifier: MIT
#include "store/wheel_store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

#include "base/fd.hpp"
#include "base/file.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cache/cache.hpp"
#include "store/files_by_directory.hpp"

namespace axle {
namespace {

constexpr std::string_view store_bucket = "store-v1";
constexpr std::uint64_t largest_manifest = std::uint64_t{1} << 30;

std::unexpected<Error> damaged(const fs::path& path, std::string_view what) {
  return fail_with_code(ErrorKind::integrity, "E_HASH",
                        fmt::format("the cache's `{}` is damaged: {}", path.string(), what),
                        path.string());
}

/// Whether every file is there, regular and of its size. One look-up of a name in an open directory
/// for each.
Result<void> check_files(const fs::path& tree, const WheelManifest& manifest) {
  const FilesByDirectory groups(manifest);
  for (std::uint32_t position = 0; position < manifest.directories.size(); ++position) {
    const auto files = groups.files_of(position);
    if (files.empty()) continue;
    const fs::path path = tree / manifest.directories[position];
    const Fd directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!directory.is_open()) return damaged(path, "it is missing");
    for (const std::uint32_t i : files) {
      const StoredFile& file = manifest.files[i];
      struct stat status{};
      if (::fstatat(directory.get(), std::string(file.name).c_str(), &status,
                    AT_SYMLINK_NOFOLLOW) != 0)
        return damaged(path / file.name, "it is missing");
      if (!S_ISREG(status.st_mode) || static_cast<std::uint64_t>(status.st_size) != file.size)
        return damaged(path / file.name, "its size is not what it was");
    }
  }
  return {};
}

bool is_sha256(std::string_view text) {
  if (text.size() != 64) return false;
  for (const char c : text)
    if (!is_ascii_digit(c) && (c < 'a' || c > 'f')) return false;
  return true;
}

Result<StoredWheel> open_entry(const fs::path& entry, std::string_view sha256) {
  TRY(std::string bytes, read_file(entry / "manifest", largest_manifest));
  TRY(DecodedManifest decoded, decode_manifest(std::move(bytes)));
  TRY_OK(check_files(entry / "tree", *decoded.manifest));
  return StoredWheel{entry / "tree", std::string(sha256), std::move(decoded.manifest),
                     decoded.wheel_bytes, true};
}

}  // namespace

Result<WheelStore> WheelStore::of(const Cache& cache) {
  TRY(fs::path staging, cache.staging());
  return WheelStore(cache.bucket(store_bucket), cache.writable_bucket(store_bucket),
                    std::move(staging));
}

Result<std::optional<StoredWheel>> WheelStore::find(std::string_view sha256) const {
  if (!is_sha256(sha256)) return std::optional<StoredWheel>{};
  TRY(std::optional<StoredWheel> found, find_in(root_, sha256));
  if (found || root_ == writable_) return found;
  return find_in(writable_, sha256);
}

Result<std::optional<StoredWheel>> WheelStore::find_in(const fs::path& root,
                                                       std::string_view sha256) const {
  const fs::path entry = root / sha256;
  Result<StoredWheel> found = open_entry(entry, sha256);
  if (found) return std::optional(*std::move(found));
  if (found.error().kind == ErrorKind::not_found && !path_exists(entry))
    return std::optional<StoredWheel>{};
  if (found.error().kind != ErrorKind::integrity && found.error().kind != ErrorKind::not_found)
    return std::unexpected(std::move(found).error());
  log_debug("{}; it is fetched again", found.error().message);
  if (root != writable_) return std::optional<StoredWheel>{};
  // Moved aside, not removed in place: another process may be reading from it.
  TRY(TempDirectory aside, stage());
  if (::rename(entry.c_str(), (aside.path() / "damaged").c_str()) != 0 && errno != ENOENT)
    return io_failure("move away", entry, errno);
  return std::optional<StoredWheel>{};
}

Result<TempDirectory> WheelStore::stage() const {
  TRY_OK(make_directories(staging_, 0700));
  return TempDirectory::create_in(staging_);
}

Result<StoredWheel> WheelStore::publish(TempDirectory staged, const std::string& sha256,
                                        const std::string& manifest) const {
  TRY(DecodedManifest decoded, decode_manifest(manifest));
  TRY_OK(write_file_quickly(staged.path() / "manifest", manifest, 0444));
  TRY_OK(make_directories(writable_, 0700));
  const fs::path entry = writable_ / sha256;
  if (::rename(staged.path().c_str(), entry.c_str()) != 0) {
    const int error_number = errno;
    if (error_number != EEXIST && error_number != ENOTEMPTY)
      return io_failure("move into the store", entry, error_number);
    return open_entry(entry, sha256);
  }
  staged.release();
  return StoredWheel{entry / "tree", sha256, std::move(decoded.manifest), decoded.wheel_bytes,
                     false};
}

}  // namespace axle
