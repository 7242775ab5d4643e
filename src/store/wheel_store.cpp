// SPDX-License-Identifier: MIT
#include "store/wheel_store.hpp"

#include <fcntl.h>
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
#include "cache/entry_file.hpp"
#include "store/entry_check.hpp"

namespace axle {
namespace {

constexpr std::string_view store_bucket = "store-v2";
constexpr std::string_view linked_mark = "linked";
constexpr std::uint64_t largest_manifest = std::uint64_t{1} << 30;

bool is_sha256(std::string_view text) {
  if (text.size() != 64) return false;
  for (const char c : text)
    if (!is_ascii_digit(c) && (c < 'a' || c > 'f')) return false;
  return true;
}

Result<StoreLookup> open_entry(const fs::path& entry, std::string_view sha256,
                               const fs::path& staging) {
  TRY(std::string bytes, read_file(entry / "manifest", largest_manifest));
  TRY(DecodedManifest decoded, decode_manifest(std::move(bytes)));
  TRY(EntryCheck check, check_entry(entry / "tree", *decoded.manifest,
                                    {.is_linked = file_exists(entry / linked_mark)}));
  if (!check.changed_file.empty()) return StoreLookup{{}, std::move(check.changed_file)};
  // What cannot be written down is found out again next time.
  if (!check.manifest.empty())
    static_cast<void>(write_by_way_of(staging, entry / "manifest", check.manifest, 0444));
  return StoreLookup{StoredWheel{entry / "tree", std::string(sha256), std::move(decoded.manifest),
                                 decoded.wheel_bytes, true},
                     {}};
}

}  // namespace

Result<WheelStore> WheelStore::of(const Cache& cache) {
  TRY(fs::path staging, cache.staging());
  return WheelStore(cache.bucket(store_bucket), cache.writable_bucket(store_bucket),
                    std::move(staging));
}

Result<std::optional<StoredWheel>> WheelStore::find(std::string_view sha256) const {
  TRY(StoreLookup found, look_up(sha256));
  return std::move(found.wheel);
}

Result<StoreLookup> WheelStore::look_up(std::string_view sha256) const {
  if (!is_sha256(sha256)) return StoreLookup{};
  TRY(StoreLookup found, look_up_in(root_, sha256));
  if (found.wheel || root_ == writable_) return found;
  TRY(StoreLookup other, look_up_in(writable_, sha256));
  if (other.changed_file.empty()) other.changed_file = std::move(found.changed_file);
  return other;
}

Result<StoreLookup> WheelStore::look_up_in(const fs::path& root, std::string_view sha256) const {
  const fs::path entry = root / sha256;
  Result<StoreLookup> found = open_entry(entry, sha256, staging_);
  if (found && found->wheel) return found;
  if (!found && found.error().kind == ErrorKind::not_found && !path_exists(entry))
    return StoreLookup{};
  if (!found && found.error().kind != ErrorKind::integrity &&
      found.error().kind != ErrorKind::not_found)
    return std::unexpected(std::move(found).error());
  StoreLookup absent{{}, found ? found->changed_file : std::string("manifest")};
  log_debug("the cache's `{}` is damaged at `{}`", entry.string(),
            escape_foreign(absent.changed_file));
  return absent;
}

Result<void> WheelStore::discard(std::string_view sha256) const {
  const fs::path entry = writable_ / sha256;
  // Moved aside, not removed in place: another process may be reading from it.
  TRY(TempDirectory aside, stage());
  if (::rename(entry.c_str(), (aside.path() / "damaged").c_str()) != 0 && errno != ENOENT)
    return io_failure("move away", entry, errno);
  return {};
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
    // Somebody else was faster; unless theirs is damaged, it will do.
    TRY(StoreLookup theirs, look_up(sha256));
    if (theirs.wheel) return *std::move(theirs.wheel);
    TRY_OK(discard(sha256));
    if (::rename(staged.path().c_str(), entry.c_str()) != 0)
      return io_failure("move into the store", entry, errno);
  }
  staged.release();
  return StoredWheel{entry / "tree", sha256, std::move(decoded.manifest), decoded.wheel_bytes,
                     false};
}

Result<StoreVerification> WheelStore::verify(bool fix) const {
  StoreVerification verification;
  std::vector<std::string> names;
  const auto listed = list_directory(root_, [&](const std::string& name, bool is_directory) {
    if (is_directory && is_sha256(name)) names.push_back(name);
  });
  if (!listed && listed.error().kind != ErrorKind::not_found)
    return std::unexpected(listed.error());
  for (const std::string& name : names) {
    ++verification.wheels;
    auto bytes = read_file(root_ / name / "manifest", largest_manifest);
    auto decoded = bytes ? decode_manifest(*std::move(bytes))
                         : Result<DecodedManifest>(std::unexpected(bytes.error()));
    StoreVerification::Fault fault{name, "manifest"};
    if (decoded) {
      const WheelManifest& manifest = *decoded->manifest;
      verification.bytes += manifest.unpacked_bytes;
      fault.wheel = std::string(manifest.name) + " " + std::string(manifest.version);
      TRY(EntryCheck check, check_entry(root_ / name / "tree", manifest, {.read_all = true}));
      fault.file = std::move(check.changed_file);
      if (fault.file.empty()) continue;
    }
    verification.faults.push_back(std::move(fault));
    if (fix && root_ == writable_) TRY_OK(discard(name));
  }
  return verification;
}

void note_hard_links(const StoredWheel& wheel) {
  const fs::path mark = wheel.tree.parent_path() / linked_mark;
  // Without it the files are only read once more.
  const Fd made(::open(mark.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644));
}

}  // namespace axle
