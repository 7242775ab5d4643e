// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/model/distribution_file.hpp"
#include "axle/standards/wheel_filename.hpp"
#include "axle/store/stored_wheel.hpp"

namespace axle {

class Cache;
class HttpClient;
class Reporter;

/// A wheel that is wanted, and all that is known of it beforehand. A value.
struct WheelToFetch {
  WheelFilename wheel;         ///< METADATA must state the same name and version
  std::string filename;        ///< "demo-1.0-py3-none-any.whl", as the index or lock writes it
  std::string url;             ///< http or https; empty if `path` is set
  std::filesystem::path path;  ///< a wheel on this machine; empty if `url` is set
  std::vector<FileHash>
      hashes;  ///< each that is not empty is checked; md5 alone does not count as a hash
  std::optional<std::uint64_t> size;  ///< checked if known
  /// The index's URL: together with the file name the key under which a wheel without a known
  /// SHA-256 is found again. Empty: `url` alone.
  std::string index;
  bool hash_required =
      false;  ///< from a lock: refuse if there is nothing stronger than md5 to check
  /// Made on this machine a moment ago. Its RECORD may state no hashes, as some backends leave it:
  /// nobody has had the file since.
  bool is_built_here = false;
};

/// What fetching needs. References must outlive the call.
struct FetchServices {
  HttpClient* http = nullptr;  ///< may be null if all is local or stored
  Cache& cache;
  Reporter& reporter;
  unsigned threads = 0;  ///< workers that inflate, hash and write; 0: as many as cores, at least 2
  unsigned downloads = 8;  ///< at the same time
  bool offline = false;    ///< ask no server: what is not stored is an error (`network`)
  bool refresh = false;    ///< do not trust what was remembered of a URL without a hash
  /// What is in a wheel may be of another version than its name says (a placeholder in the name of
  /// builds per commit). The version of the contents counts then.
  bool any_version = false;
};

/// Called once for each wheel when it is in the store, from any thread, several at a time. An error
/// ends the fetch.
using WheelObserver = std::function<Result<void>(std::size_t position, const StoredWheel&)>;

/// Brings all wheels into the store: finds those that are there, downloads the others (largest
/// first), checks each completely and unpacks it. The answer has the order of
/// `wheels`. A wheel gets its name in the store only once all of it agrees: hash, size, archive
/// structure, METADATA, RECORD. Errors: `integrity` with a code (E_HASH, E_SIZE, E_ZIP_…,
/// E_WHEEL_…), wheel and member; `network`; `credentials`; `io`; `cancelled`. The error of the
/// wheel that comes first in `wheels` is returned; nothing but the cache was changed.
Result<std::vector<StoredWheel>> fetch_wheels(std::span<const WheelToFetch> wheels,
                                              const FetchServices& services,
                                              const WheelObserver& observe = {});

/// The wheel, if it is in the store and whole. Reads the manifest and asks the size of every file;
/// asks no server. A damaged entry is moved out of the way and counts as absent.
Result<std::optional<StoredWheel>> find_stored_wheel(const WheelToFetch& wheel, Cache& cache);

/// The text of METADATA of a wheel file, after the checks of the archive's structure and of the
/// wheel's name. For requirements that name a wheel by its path. Errors: `integrity`, `io`,
/// `not_found`.
Result<std::string> read_wheel_metadata(const std::filesystem::path& wheel);

}  // namespace axle
