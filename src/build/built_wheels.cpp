// SPDX-License-Identifier: MIT
#include "build/built_wheels.hpp"

#include <cerrno>
#include <cstdio>

#include "axle/standards/core_metadata.hpp"
#include "base/file.hpp"
#include "base/sha256.hpp"
#include "base/temp.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cache/entry_file.hpp"

namespace axle {
namespace {

constexpr std::string_view wheels_bucket = "built-wheels-v1";
constexpr std::string_view metadata_bucket = "built-metadata-v1";
std::optional<fs::path> wheel_in(const fs::path& entry) {
  std::optional<fs::path> found;
  const auto listed = list_directory(entry, [&](const std::string& name, bool is_directory) {
    if (!is_directory && name.ends_with(".whl")) found = entry / name;
  });
  return listed ? found : std::nullopt;
}

}  // namespace

std::string BuiltWheels::key(std::initializer_list<std::string_view> parts) {
  std::string all;
  for (const std::string_view part : parts) {
    all += std::to_string(part.size());
    all += ':';
    all += part;
  }
  const auto digest = digest_of(DigestAlgorithm::sha256, all);
  return digest ? hex_encode(*digest) : cache_key(all);
}

std::optional<fs::path> BuiltWheels::find(const std::string& key) const {
  if (auto found = wheel_in(cache_.bucket(wheels_bucket) / key)) return found;
  return wheel_in(cache_.writable_bucket(wheels_bucket) / key);
}

std::optional<std::string> BuiltWheels::find_metadata(const std::string& key) const {
  auto text = read_file(cache_.bucket(metadata_bucket) / key, CoreMetadata::max_bytes);
  return text ? std::optional(*std::move(text)) : std::nullopt;
}

Result<fs::path> BuiltWheels::keep(const std::string& key, const fs::path& wheel) const {
  TRY(const fs::path staging, cache_.staging());
  TRY(TempDirectory entry, TempDirectory::create_in(staging));
  const fs::path name = wheel.filename();
  if (::rename(wheel.c_str(), (entry.path() / name).c_str()) != 0)
    return io_failure("move into the cache", wheel, errno);
  const fs::path bucket = cache_.writable_bucket(wheels_bucket);
  TRY_OK(make_directories(bucket, 0700));
  // The old one moves aside first: a folder cannot be renamed over another that has files.
  TRY(const TempDirectory aside, TempDirectory::create_in(staging));
  if (::rename((bucket / key).c_str(), (aside.path() / "old").c_str()) != 0 && errno != ENOENT)
    return io_failure("replace", bucket / key, errno);
  if (::rename(entry.path().c_str(), (bucket / key).c_str()) != 0) {
    // Another process put its own there just now, which is as good.
    const int error_number = errno;
    if (auto theirs = wheel_in(bucket / key)) return *theirs;
    return io_failure("move into the cache", bucket / key, error_number);
  }
  entry.release();
  return bucket / key / name;
}

Result<void> BuiltWheels::keep_metadata(const std::string& key, std::string_view text) const {
  return write_cache_entry(cache_, cache_.writable_bucket(metadata_bucket) / key, text);
}

}  // namespace axle
