// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "axle/base/environment.hpp"
#include "axle/base/error.hpp"
#include "base/file_lock.hpp"
#include "base/temp.hpp"

namespace axle {

/// The directory of bytes that we already have. Entries are only added (by rename) and never
/// changed while the cache is open, so that any number of runs can share it.
///
/// Layout: `<root>/<bucket>/…`, a bucket's name ends with the version of its format; what an older
/// axle wrote is not read, `prune` removes it. Entries that belong to a package of an index lie in
/// `<bucket>/<key of the index>/<package>` or `<bucket>/<key of the index>/<package>.<suffix>`.
class Cache {
 public:
  /// Opens the cache at `root`, made (mode 0700, with CACHEDIR.TAG) if need be, and holds a shared
  /// lock on it: nobody cleans it meanwhile. A cache that cannot be written is read all the same,
  /// see `is_read_only`. Errors: `locked` if someone cleans it for longer than `patience`; `io`,
  /// also if the root belongs to another user and others may write to it. A link at `root` is
  /// resolved once.
  static Result<Cache> open(const std::filesystem::path& root,
                            std::chrono::milliseconds patience = std::chrono::minutes(5));
  /// A cache of this run only (`--no-cache`): deleted when it goes.
  static Result<Cache> temporary();
  Cache(Cache&&) noexcept = default;
  Cache& operator=(Cache&&) noexcept = default;
  ~Cache() = default;

  const std::filesystem::path& root() const { return root_; }
  /// The path of a bucket, such as "index-v1". Made when something is written: use
  /// `make_directories`.
  std::filesystem::path bucket(std::string_view name) const { return root_ / name; }
  /// Where new entries of the bucket go: `bucket(name)`, or a place of this run only if the cache
  /// is read-only.
  std::filesystem::path writable_bucket(std::string_view name) const;
  /// A directory for unfinished things, in the file system of the buckets. Made when asked for;
  /// what a killed run left there is removed by the next.
  Result<std::filesystem::path> staging() const;
  bool is_read_only() const { return private_root_ != nullptr; }

 private:
  explicit Cache(std::filesystem::path root) : root_(std::move(root)) {}

  std::filesystem::path root_;
  std::optional<FileLock> lock_;
  std::shared_ptr<TempDirectory> own_;           // set if the whole cache is temporary
  std::shared_ptr<TempDirectory> private_root_;  // set if the cache is read-only
};

/// Where the cache is: `option` (`--cache-dir`), AXLE_CACHE_DIR, `$XDG_CACHE_HOME/axle`,
/// `~/.cache/axle`, in this order. Never uv's. Errors: `io` if there is no home directory.
Result<std::filesystem::path> cache_root(const std::optional<std::filesystem::path>& option,
                                         const Environment& environment);

/// 16 hexadecimal digits that name an index (or any text) in paths of the cache. Not secret, not
/// proof against collisions made on purpose: entries state what they are for.
std::string cache_key(std::string_view text);

}  // namespace axle
