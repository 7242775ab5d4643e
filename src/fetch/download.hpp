// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "axle/base/error.hpp"
#include "axle/fetch/fetch.hpp"
#include "base/fd.hpp"
#include "base/file_lock.hpp"
#include "base/temp.hpp"
#include "fetch/early_unpacking.hpp"
#include "fetch/file_hashes.hpp"
#include "net/http_client.hpp"

namespace axle {

/// One wheel's bytes on their way from a server into a file of the cache, hashed as they come. A
/// transfer that breaks goes on where it stopped (Range, If-Range), in this run or in a later one:
/// what came of a large wheel is kept under its URL. What came in parts, or over a connection that
/// others shared, and has the wrong hash is fetched once more, whole and on one of its own.
///
///   begin ─ request ─ (client) ─ finish: done, or again with the next request
///
/// The request's callbacks run on the client's thread, all else on one other; they never overlap.
class WheelDownload {
 public:
  /// `wheel` and `reporter` must outlive it. Errors: `io`, `integrity` (E_HASH), `invalid_input`
  /// for a bad URL.
  static Result<std::unique_ptr<WheelDownload>> begin(const WheelToFetch& wheel, Cache& cache,
                                                      Reporter& reporter, std::uint64_t id);
  WheelDownload(const WheelDownload&) = delete;
  WheelDownload& operator=(const WheelDownload&) = delete;
  ~WheelDownload();

  /// Unpacks the file while it arrives; after `begin`, before the first request.
  void unpack_early(std::shared_ptr<EarlyUnpacking> early);

  Request request();

  /// Takes how the request ended. True: all bytes are there, and size and hashes are right. False:
  /// ask again. Errors: `integrity` (E_HASH, E_SIZE; what came is thrown away), `network`,
  /// `credentials`, `not_found`, `io`, `cancelled`.
  Result<bool> finish(Result<Response> response);

  const std::filesystem::path& path() const { return path_; }
  const std::string& sha256() const { return sha256_; }

 private:
  WheelDownload(const WheelToFetch& wheel, Url url, Reporter& reporter, std::uint64_t id,
                FileHashes hashes)
      : wheel_(wheel),
        url_(std::move(url)),
        reporter_(reporter),
        id_(id),
        hashes_(std::move(hashes)) {}
  Result<void> open_spool(Cache& cache);
  Result<bool> take_over_partial(const std::filesystem::path& path);
  Result<void> start_over();
  bool on_head(const Response& head);
  SinkAnswer on_bytes(std::string_view bytes);
  Result<bool> complete();
  bool may_go_on(const Result<Response>& response) const;
  void discard();

  const WheelToFetch& wheel_;
  Url url_;  // its text has no login, so that the cache holds no secrets
  Reporter& reporter_;
  std::uint64_t id_;
  FileHashes hashes_;
  std::filesystem::path path_;
  std::filesystem::path note_path_;  // where a partial file came from; empty for a temporary one
  std::optional<TempFile> temporary_;
  std::optional<FileLock> lock_;
  Fd file_;
  std::shared_ptr<EarlyUnpacking> early_;  // null: nobody follows what arrives
  std::uint64_t received_ = 0;
  std::uint64_t asked_from_ = 0;
  std::string etag_;
  std::optional<Error> failure_;  // of a callback
  bool wants_restart_ = false;    // a range was not what was asked for
  bool was_large_ = false;        // the last request had a connection of its own
  bool was_shared_ = false;  // some of it came in parts, or over a connection that may be shared
  bool is_second_ = false;   // the first had the wrong hash
  unsigned requests_ = 0;
  unsigned restarts_ = 0;
  unsigned failures_without_progress_ = 0;
  std::string sha256_;
};

}  // namespace axle
