// SPDX-License-Identifier: MIT
#include "cache/http_cache.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cache/cache_control.hpp"
#include "cache/entry_file.hpp"
#include "cache/stored_response.hpp"
#include "net/retry.hpp"

namespace axle {
namespace {

constexpr std::uint64_t max_entry_bytes = std::uint64_t{256} << 20;

std::int64_t seconds_since_1970(const Clock& clock) {
  return std::chrono::duration_cast<std::chrono::seconds>(clock.now().time_since_epoch()).count();
}

/// Takes over what the head of an answer says of its age, lifetime and identity.
void read_head(const Headers& headers, std::int64_t now, StoredResponse& stored) {
  const auto take = [&](std::string_view name, std::string& field) {
    if (const auto value = headers.combined(name)) field = *value;
  };
  take("ETag", stored.etag);
  take("Last-Modified", stored.last_modified);
  take("Cache-Control", stored.cache_control);
  take("Content-Type", stored.content_type);
  const std::int64_t date = parse_http_date(headers.find("Date").value_or("")).value_or(now);
  const auto age = parse_unsigned(trim(headers.find("Age").value_or("")));
  // RFC 9111, 4.2.3: the larger of what caches on the way say and what the clocks say.
  stored.age = std::max<std::int64_t>(
      static_cast<std::int64_t>(std::min<std::uint64_t>(age.value_or(0), 1U << 31)),
      std::max<std::int64_t>(now - date, 0));
  stored.received = now;
  if (const auto expires = headers.find("Expires"))
    // A malformed date, such as "0", means the past. Kept relative to Date: only the server's clock
    // counts.
    stored.expires = std::max<std::int64_t>(parse_http_date(*expires).value_or(0) - date, 0) + now;
}

void add_validators(Request& request, const StoredResponse& stored) {
  if (!stored.etag.empty()) request.headers.push_back({"If-None-Match", stored.etag});
  if (!stored.last_modified.empty())
    request.headers.push_back({"If-Modified-Since", stored.last_modified});
}

void write_entry(const Cache& cache, const fs::path& entry, const std::string& bytes) {
  // What is not stored is only asked for again.
  if (auto written = write_cache_entry(cache, entry, bytes); !written)
    log_debug("not cached: {}", written.error().message);
}

}  // namespace

std::string_view CachedResponse::content_type() const {
  if (stored) return stored->content_type;
  return response.headers.find("Content-Type").value_or("");
}

std::shared_ptr<const StoredResponse> HttpCache::find(const fs::path& entry,
                                                      std::string_view url) const {
  auto bytes = read_file(entry, max_entry_bytes);
  if (!bytes) return nullptr;
  auto stored = read_stored_response(*std::move(bytes));
  if (!stored) {
    log_debug("the cache entry {} is damaged and not used", entry.string());
    return nullptr;
  }
  if (stored->url != url) return nullptr;
  return std::make_shared<const StoredResponse>(*std::move(stored));
}

bool HttpCache::is_fresh(const StoredResponse& stored, const CachePolicy& policy) const {
  if (policy.offline) return true;
  if (policy.refresh) return false;
  const CacheControl control =
      CacheControl::parse(policy.cache_control.value_or(stored.cache_control));
  if (control.no_cache || control.no_store) return false;
  const std::int64_t since = seconds_since_1970(clock_) - stored.received;
  if (since < 0) return false;  // the clock was set back: nothing it says of age can be trusted
  if (control.max_age) return stored.age + since < *control.max_age;
  if (stored.expires == 0) return false;
  return stored.age + since < stored.expires - stored.received;
}

void HttpCache::store(const fs::path& entry, std::string_view url, const Response& response,
                      std::string_view payload, const CachePolicy& policy) const {
  if (response.status != 200 || cache_.is_read_only()) return;
  if (trim(response.headers.combined("Vary").value_or("")) == "*") return;
  StoredResponse stored;
  read_head(response.headers, seconds_since_1970(clock_), stored);
  if (CacheControl::parse(policy.cache_control.value_or(stored.cache_control)).no_store) return;
  stored.url = url;
  stored.final_url = response.final_url.to_string();
  write_entry(cache_, entry, write_stored_response(stored, payload));
}

HttpCache::Pending HttpCache::start(HttpClient* client, Request request, fs::path entry,
                                    CachePolicy policy) const {
  Pending pending;
  pending.cache_ = this;
  pending.url_ = request.url.to_string();
  pending.stored_ = find(entry, pending.url_);
  pending.entry_ = std::move(entry);
  pending.policy_ = std::move(policy);
  if (pending.stored_ && is_fresh(*pending.stored_, pending.policy_)) return pending;
  if (pending.policy_.offline || client == nullptr) {
    pending.refused_ =
        fail_with_code(
            ErrorKind::network, ErrorCode::offline,
            fmt::format("`{}` is not in the cache, and the network may not be used", pending.url_),
            pending.url_, {}, "run the command without `--offline`")
            .error();
    return pending;
  }
  if (pending.stored_ && pending.stored_->has_validator())
    add_validators(request, *pending.stored_);
  else
    pending.stored_ = nullptr;
  if (pending.policy_.refresh) request.headers.push_back({"Cache-Control", "no-cache"});
  pending.sent_ = client->start(std::move(request));
  return pending;
}

Result<CachedResponse> HttpCache::Pending::wait() {
  if (refused_) return std::unexpected(*refused_);
  if (!sent_) return CachedResponse{200, std::move(stored_), {}};
  TRY(Response response, sent_->wait());
  CachedResponse answer{response.status, nullptr, std::move(response)};
  if (answer.status == 304) {
    if (!stored_) return status_failure(answer.response);
    answer.status = 200;
    answer.stored = cache_->confirm(entry_, *stored_, answer.response, policy_);
  } else if (answer.status == 200 && policy_.store_body) {
    cache_->store(entry_, url_, answer.response, answer.response.body, policy_);
  }
  return answer;
}

std::shared_ptr<const StoredResponse> HttpCache::confirm(const fs::path& entry,
                                                         const StoredResponse& stored,
                                                         const Response& response,
                                                         const CachePolicy& policy) const {
  auto updated = std::make_shared<StoredResponse>(stored);
  // A 304 need not repeat the type; what it does not repeat stays.
  read_head(response.headers, seconds_since_1970(clock_), *updated);
  // An entry that will be asked about the next time again need not be written again.
  CachePolicy later = policy;
  later.refresh = false;
  if (!cache_.is_read_only() && (is_fresh(*updated, later) || updated->etag != stored.etag))
    write_entry(cache_, entry, write_stored_response(*updated, stored.payload()));
  return updated;
}

}  // namespace axle
