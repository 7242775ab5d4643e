// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/store/stored_wheel.hpp"
#include "base/temp.hpp"
#include "store/wheel_manifest.hpp"

namespace axle {

class Cache;

/// What the store has of a wheel.
struct StoreLookup {
  std::optional<StoredWheel> wheel;
  /// The first file that is not as it was unpacked, relative to the wheel's root; there is no wheel
  /// then. Not escaped.
  std::string changed_file;
};

/// What reading the whole store showed.
struct StoreVerification {
  struct Fault {
    std::string wheel;  ///< "demo 1.0", or the entry's name if not even that can be read
    std::string file;   ///< not escaped
  };
  std::size_t wheels = 0;
  std::uint64_t bytes = 0;
  std::vector<Fault> faults;  ///< one for each damaged entry
};

/// Unpacked wheels by the SHA-256 of their file: `<root>/<sha256>/manifest` and
/// `<root>/<sha256>/tree/…`. Entries come by one rename; only what the manifest says of the files'
/// looks is ever changed. Any number of
/// threads and processes may use it at a time.
class WheelStore {
 public:
  /// Reads from `root`, and from `writable`, where new entries go: another place if the cache is
  /// read-only. `staging` must be on its file system. All are made when they are needed.
  WheelStore(std::filesystem::path root, std::filesystem::path writable,
             std::filesystem::path staging)
      : root_(std::move(root)), writable_(std::move(writable)), staging_(std::move(staging)) {}
  static Result<WheelStore> of(const Cache& cache);

  /// The entry, after its manifest's checksum and the looks of each file were found right: type,
  /// size, times and inode. A file that looks different is read and hashed: if its bytes are right,
  /// its new looks are written down. Errors: `io`.
  Result<StoreLookup> look_up(std::string_view sha256) const;
  /// Only the wheel of it.
  Result<std::optional<StoredWheel>> find(std::string_view sha256) const;

  /// Moves a damaged entry out of the way. Errors: `io`.
  Result<void> discard(std::string_view sha256) const;

  /// A place to unpack to: the wheel's files belong in `tree` of it.
  Result<TempDirectory> stage() const;

  /// The gate: gives what was staged its name. If somebody else was faster, theirs is taken and
  /// ours goes. Errors: `io`.
  Result<StoredWheel> publish(TempDirectory staged, const std::string& sha256,
                              const std::string& manifest) const;

  /// Reads every file of every entry; with `fix` damaged entries go. Errors: `io`.
  Result<StoreVerification> verify(bool fix) const;

  const std::filesystem::path& staging() const { return staging_; }

 private:
  Result<StoreLookup> look_up_in(const std::filesystem::path& root, std::string_view sha256) const;

  std::filesystem::path root_;
  std::filesystem::path writable_;
  std::filesystem::path staging_;
};

/// To be called when files of the entry become hard links: their change times then say nothing any
/// more, since every new name moves them.
void note_hard_links(const StoredWheel& wheel);

}  // namespace axle
