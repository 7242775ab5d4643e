// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "axle/base/error.hpp"
#include "base/clock.hpp"
#include "cache/cache.hpp"
#include "net/http_client.hpp"

namespace axle {

/// An answer that was kept, whole: its checksum was right.
struct StoredResponse {
  std::string url;        ///< what was asked for, without user info
  std::string final_url;  ///< after redirects
  std::string content_type;
  std::string etag;           ///< empty if there was none
  std::string last_modified;  ///< the same
  std::string cache_control;  ///< the server's own
  std::int64_t received = 0;  ///< when it came or was last confirmed; seconds since 1970
  std::int64_t age = 0;       ///< its age then, in seconds (Age, or by Date)
  std::int64_t expires = 0;   ///< of Expires; 0 if there was none
  std::string storage;        ///< the file; `payload` is a part of it
  std::size_t payload_start = 0;

  std::string_view payload() const { return std::string_view(storage).substr(payload_start); }
  bool has_validator() const { return !etag.empty() || !last_modified.empty(); }
};

/// How a request uses the cache. A value.
struct CachePolicy {
  /// Replaces the Cache-Control of answers, as `cache-control` of an index does. Where it changes
  /// between two runs, the later one counts.
  std::optional<std::string> cache_control = {};
  bool refresh = false;  ///< what is stored is asked about, however fresh (`--refresh`)
  bool offline =
      false;  ///< what is stored counts as fresh; what is not is E_OFFLINE, kind `network`
  /// False: a new answer is not stored by itself; the caller calls `store` with a payload of its
  /// own, such as the page in a parsed form.
  bool store_body = true;
};

/// An answer, whether from the cache or from the server.
struct CachedResponse {
  int status = 0;  ///< 200, or an error status of the server (never stored)
  /// From the store, fresh or confirmed by a 304. Else null.
  std::shared_ptr<const StoredResponse> stored;
  Response response;  ///< of the server; empty if `stored` is fresh

  bool from_cache() const { return stored != nullptr; }
  /// The stored payload, or the body of the answer.
  std::string_view payload() const {
    return stored ? stored->payload() : std::string_view(response.body);
  }
  std::string final_url() const {
    return stored ? stored->final_url : response.final_url.to_string();
  }
  std::string_view content_type() const;
};

/// A private HTTP cache (RFC 9111): max-age, no-store, no-cache, must-revalidate, Age, Date,
/// Expires; no heuristics: without a lifetime an answer is asked about each time. Only GETs with
/// status 200 are kept. An entry is one file, read at once, checked by its CRC-32; a damaged one,
/// or one of another URL, is absent. Any thread may use it.
class HttpCache {
 public:
  HttpCache(const Cache& cache, const Clock& clock) : cache_(cache), clock_(clock) {}

  /// The stored answer of `url` in the file `entry`, fresh or not.
  std::shared_ptr<const StoredResponse> find(const std::filesystem::path& entry,
                                             std::string_view url) const;
  bool is_fresh(const StoredResponse& stored, const CachePolicy& policy) const;
  /// Keeps `payload` as the answer to `url`. Does nothing if the answer may not be kept (no-store,
  /// Vary: *, status not 200) or the cache is read-only; a failed write only costs time.
  void store(const std::filesystem::path& entry, std::string_view url, const Response& response,
             std::string_view payload, const CachePolicy& policy) const;

  /// A request through the cache. `wait` gives the answer: nothing is asked if the stored one is
  /// fresh; else the server is asked on condition, and its answer stored under `entry`.
  class Pending {
   public:
    bool is_ready() const { return !sent_ || sent_->is_ready(); }
    /// Blocks; only once. Errors: those of Pending::wait; E_OFFLINE (`network`).
    Result<CachedResponse> wait();

   private:
    friend class HttpCache;
    const HttpCache* cache_ = nullptr;
    std::filesystem::path entry_;
    std::string url_;
    CachePolicy policy_;
    std::shared_ptr<const StoredResponse> stored_;
    std::optional<axle::Pending> sent_;
    std::optional<Error> refused_;
  };

  /// Reads `entry` now (one open and read), sends the request if need be, and does not wait.
  /// `client` may be null if `policy.offline`. `request.url` is the key.
  Pending start(HttpClient* client, Request request, std::filesystem::path entry,
                CachePolicy policy) const;
  Result<CachedResponse> send(HttpClient* client, Request request, std::filesystem::path entry,
                              CachePolicy policy) const {
    return start(client, std::move(request), std::move(entry), std::move(policy)).wait();
  }

 private:
  /// What is stored after a 304 confirmed it.
  std::shared_ptr<const StoredResponse> confirm(const std::filesystem::path& entry,
                                                const StoredResponse& stored,
                                                const Response& response,
                                                const CachePolicy& policy) const;

  const Cache& cache_;
  const Clock& clock_;
};

}  // namespace axle
