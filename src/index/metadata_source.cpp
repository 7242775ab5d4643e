// SPDX-License-Identifier: MIT
#include "index/metadata_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "axle/standards/core_metadata.hpp"
#include "base/log.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "index/sdist_metadata.hpp"
#include "index/wheel_bytes.hpp"

namespace axle {
namespace {

constexpr std::string_view metadata_bucket = "metadata-v2";
constexpr std::string_view for_ever = "max-age=315360000, immutable";
// The fields only: the description behind the first empty line is of no use here, and can be long.
std::string_view fields_of(std::string_view text) {
  std::size_t end = text.find("\n\n");
  const std::size_t windows = text.find("\r\n\r\n");
  if (windows < end) end = windows + 1;
  return text.substr(0, end == std::string_view::npos ? end : end + 1);
}

std::filesystem::path entry_path(const Cache& cache, const std::string& index,
                                 const PackageName& name, const std::string& url,
                                 const FileHash* identity) {
  const std::string key =
      identity != nullptr ? cache_key(url + "#" + identity->hex) : cache_key(url);
  return cache.bucket(metadata_bucket) / cache_key(index) / (name.text() + "." + key + ".metadata");
}

// What proves that metadata is still the same: the digest of the file, or that of the metadata.
const FileHash* identity_of(const DistributionFile& file) {
  if (const FileHash* hash = file.best_hash()) return hash;
  return file.core_metadata && !file.core_metadata->empty() ? &file.core_metadata->back() : nullptr;
}

std::unexpected<Error> wrong_metadata(const DistributionFile& file, std::string_view what,
                                      ErrorCode code = ErrorCode::wheel_meta) {
  return fail_with_code(
      ErrorKind::integrity, code,
      fmt::format("the metadata of `{}` is not usable: {}", escape_foreign(file.filename), what),
      file.filename, "METADATA");
}

Result<void> check_hashes(const DistributionFile& file, std::string_view text) {
  if (!file.core_metadata || file.core_metadata->empty()) return {};
  const FileHash& stated = file.core_metadata->back();
  TRY(const std::string digest, digest_of(stated.algorithm, text));
  if (hex_encode(digest) == stated.hex) return {};
  return wrong_metadata(file,
                        fmt::format("the index states {} {}, but it is {}",
                                    to_string(stated.algorithm), stated.hex, hex_encode(digest)),
                        ErrorCode::hash);
}

// `<url path>.metadata`, before a query.
std::string metadata_url(const std::string& url) {
  const std::size_t end = std::min(url.find('?'), url.size());
  return url.substr(0, end) + ".metadata" + url.substr(end);
}

}  // namespace

bool is_broken_promise(const Error& error) {
  constexpr std::array codes{ErrorCode::hash, ErrorCode::size, ErrorCode::wheel_name,
                             ErrorCode::index_limit, ErrorCode::index_policy};
  return std::ranges::find(codes, error.code) != codes.end();
}

Result<std::shared_ptr<const CoreMetadata>> read_metadata_of(const DistributionFile& file,
                                                             std::string_view text) {
  auto metadata = CoreMetadata::parse(text);
  if (!metadata) {
    Error cause = std::move(metadata).error();
    cause.code = ErrorCode::wheel_meta;
    cause.kind = ErrorKind::integrity;
    return while_doing(
        fmt::format("the metadata of `{}` is not usable", escape_foreign(file.filename)),
        std::move(cause));
  }
  if (metadata->name != file.name())
    return wrong_metadata(file, fmt::format("it is that of `{}`", metadata->name.text()),
                          ErrorCode::wheel_name);
  // PyTorch's older wheels have their local label in the file name only.
  if (metadata->version != file.version() && metadata->version != file.version().without_local())
    return wrong_metadata(file,
                          fmt::format("it is that of version {}", metadata->version.to_string()));
  return std::make_shared<const CoreMetadata>(*std::move(metadata));
}

std::optional<CoreMetadata> remembered_metadata(const Cache& cache, const HttpCache& http_cache,
                                                const RememberedWheel& wheel) {
  const FileHash* identity = wheel.hashes.empty() ? nullptr : &wheel.hashes.back();
  const auto stored =
      http_cache.find(entry_path(cache, wheel.index, wheel.name, wheel.url, identity), wheel.url);
  if (!stored) return std::nullopt;
  auto metadata = CoreMetadata::parse(stored->payload());
  return metadata ? std::optional(*std::move(metadata)) : std::nullopt;
}

/// Where a text came from, as far as the cache has to know.
struct MetadataSource::Source {
  std::string url;
  Response response;
};

std::filesystem::path MetadataSource::entry_of(const DistributionFile& file) const {
  return entry_path(services_.cache, file.index->text(), file.name(), file.url, identity_of(file));
}

CachePolicy MetadataSource::policy_of(const DistributionFile& file) const {
  CachePolicy policy;
  policy.offline = services_.options.offline;
  policy.store_body = false;
  if (identity_of(file)) {
    policy.cache_control = for_ever;
    return policy;
  }
  policy.refresh = services_.options.refreshes(file.name());
  policy.cache_control = indexes_.definition_of(*file.index).cache_control_files;
  const auto url = Url::parse(file.url);
  // Files at these hosts never change, though they do not say so.
  if (!policy.cache_control && url &&
      (url->host() == "download.pytorch.org" || url->host() == "pypi.nvidia.com"))
    policy.cache_control = for_ever;
  return policy;
}

std::optional<Result<std::shared_ptr<const CoreMetadata>>> MetadataSource::at_hand(
    const DistributionFile& file) const {
  if (file.local_path && file.is_wheel()) {
    auto archive = FileBytes::open(*file.local_path);
    if (!archive) return std::unexpected(std::move(archive).error());
    auto text = read_wheel_metadata(*archive, file.name(), file.filename);
    if (!text) return std::unexpected(std::move(text).error());
    return read_metadata_of(file, *text);
  }
  const auto stored = services_.http_cache.find(entry_of(file), file.url);
  if (!stored || !services_.http_cache.is_fresh(*stored, policy_of(file))) return std::nullopt;
  auto metadata = read_metadata_of(file, stored->payload());
  if (!metadata) return std::nullopt;  // written by an axle that read more leniently: ask again
  return metadata;
}

Result<std::shared_ptr<const CoreMetadata>> MetadataSource::get(const DistributionFile& file) {
  if (auto known = at_hand(file)) return *std::move(known);
  auto metadata = fetch(file);
  if (!metadata)
    return while_doing(
        fmt::format("could not get the metadata of `{}`", escape_foreign(file.filename)),
        std::move(metadata).error());
  return metadata;
}

Result<std::shared_ptr<const CoreMetadata>> MetadataSource::fetch(const DistributionFile& file) {
  if (!file.local_path && (services_.options.offline || !services_.client))
    return fail_with_code(
        ErrorKind::network, ErrorCode::offline,
        fmt::format("the metadata of `{}` is not in the cache", escape_foreign(file.filename)),
        file.filename, {}, "run it once without `--offline`");
  Source source;
  std::optional<std::string> text;
  if (!file.is_wheel()) {
    TRY(text, fetch_sdist_metadata(services_, indexes_, file, source.response));
  } else {
    if (file.core_metadata) {
      TRY(text, fetch_metadata_file(file, source));
    }
    if (!text) {
      TRY(text, fetch_from_wheel(file, source));
    }
  }
  TRY(auto metadata, read_metadata_of(file, *text));
  if (!file.local_path) {
    // The cache keeps answers with status 200 only; a part of a wheel is as good here.
    source.response.status = 200;
    services_.http_cache.store(entry_of(file), file.url, source.response, fields_of(*text),
                               policy_of(file));
  }
  return metadata;
}

// None if the index offers it and does not have it.
Result<std::optional<std::string>> MetadataSource::fetch_metadata_file(const DistributionFile& file,
                                                                       Source& source) const {
  TRY(Url url, url_with_login(metadata_url(file.url), *file.index));
  Request request{.url = std::move(url)};
  request.max_body_bytes = CoreMetadata::max_bytes;
  request.authenticate = authentication_of(indexes_.definition_of(*file.index));
  TRY(source.response, answer_to(std::move(request), services_));
  const int status = source.response.status;
  if (status == 403 || status == 404 || status == 410) {
    log_debug("{} is offered but not there: {}", metadata_url(file.url), status);
    return std::nullopt;
  }
  if (status >= 400) return status_failure(source.response);
  if (status != 200)
    return wrong_metadata(file, fmt::format("the answer has status {}", status), ErrorCode::http);
  std::string text = std::move(source.response.body);
  TRY_OK(check_hashes(file, text));
  return text;
}

Result<std::string> MetadataSource::fetch_from_wheel(const DistributionFile& file, Source& source) {
  TRY(Url url, url_with_login(file.url, *file.index));
  const std::string& index = file.index->text();
  const auto authenticate = authentication_of(indexes_.definition_of(*file.index));
  if (!without_ranges_.with([&](const auto& known) { return known.contains(index); })) {
    RangeBytes archive(services_, url, authenticate, file.size);
    auto text = read_wheel_metadata(archive, file.name(), file.filename);
    if (archive.sent_all() || (!text && text.error().code == RangeBytes::no_ranges))
      without_ranges_.with([&](auto& known) { known.insert(index); });
    if (text || text.error().code != RangeBytes::no_ranges) {
      source.response = archive.first_response();
      return text;
    }
    log_debug("no usable ranges: {}", text.error().message);
  }
  RangeBytes archive(services_, std::move(url), authenticate, file.size);
  TRY_OK(archive.fetch_all());
  source.response = archive.first_response();
  return read_wheel_metadata(archive, file.name(), file.filename);
}

}  // namespace axle
