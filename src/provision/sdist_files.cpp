// SPDX-License-Identifier: MIT
#include "provision/sdist_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "archive/archive_file.hpp"
#include "base/file.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "fetch/download.hpp"
#include "fetch/file_hashes.hpp"

namespace axle {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view bucket_name = "sdists-v1";
constexpr std::size_t piece_bytes = std::size_t{1} << 20;

/// As the wheels' download wants it; what a wheel's name tells does not matter there.
WheelToFetch as_download(const PackageName& name, const SdistSource& sdist) {
  return {.wheel = {.name = name, .version = {}, .build = std::nullopt, .tags = {}, .label = {}},
          .filename = sdist.filename,
          .url = sdist.url,
          .path = sdist.path,
          .hashes = sdist.hashes,
          .size = sdist.size,
          .index = sdist.index};
}

/// The SHA-256 of a file, all stated hashes found right.
Result<std::string> checked_sha256(const fs::path& path, const WheelToFetch& stated) {
  TRY(const WheelFile file, WheelFile::open(path, stated.filename));
  TRY_OK(check_stated_size(stated, file.size()));
  TRY(FileHashes hashes, FileHashes::start(stated));
  std::vector<unsigned char> buffer(piece_bytes);
  for (std::uint64_t offset = 0; offset < file.size();) {
    const auto some =
        static_cast<std::size_t>(std::min<std::uint64_t>(piece_bytes, file.size() - offset));
    TRY_OK(file.read_at(offset, std::span(buffer).first(some)));
    hashes.update({reinterpret_cast<const char*>(buffer.data()), some});
    offset += some;
  }
  return hashes.finish(stated);
}

Result<LocalArchive> downloaded(const WheelToFetch& stated, const fs::path& place,
                                HttpClient& client, Services& services) {
  TRY(Cache* const cache, services.cache());
  TRY(const std::unique_ptr<WheelDownload> download,
      WheelDownload::begin(stated, *cache, services.reporter(), 0));
  for (;;) {
    TRY(const bool is_done, download->finish(client.send(download->request())));
    if (is_done) break;
  }
  TRY_OK(make_directories(place.parent_path(), 0700));
  if (::rename(download->path().c_str(), place.c_str()) != 0)
    return io_failure("move into the cache", place, errno);
  return LocalArchive{place, download->sha256()};
}

}  // namespace

Result<LocalArchive> local_archive(const PackageName& name, const SdistSource& sdist,
                                   const IndexSet& indexes, Services& services) {
  const WheelToFetch stated = as_download(name, sdist);
  if (!sdist.path.empty()) {
    TRY(std::string sha256, checked_sha256(sdist.path, stated));
    return LocalArchive{sdist.path, std::move(sha256)};
  }
  TRY(Cache* const cache, services.cache());
  const std::string known = stated_sha256(stated);
  const std::string key = cache_key(sdist.url + "#" + known);
  TRY(HttpClient* const client, services.http(indexes));
  for (const fs::path& bucket : {cache->bucket(bucket_name), cache->writable_bucket(bucket_name)}) {
    const fs::path place = bucket / key / sdist.filename;
    if ((known.empty() && client != nullptr) || !file_exists(place)) continue;
    // What does not fit any more is fetched again.
    if (auto sha256 = checked_sha256(place, stated)) return LocalArchive{place, *sha256};
  }
  if (client == nullptr)
    return fail_with_code(ErrorKind::network, ErrorCode::offline,
                          fmt::format("`{}` is not in the cache, and the network is off",
                                      escape_foreign(sdist.filename)),
                          sdist.filename, {}, "run once without `--offline`");
  return downloaded(stated, cache->writable_bucket(bucket_name) / key / sdist.filename, *client,
                    services);
}

}  // namespace axle
