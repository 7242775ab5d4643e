// SPDX-License-Identifier: MIT
#include "fetch/pointers.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include "base/file.hpp"
#include "base/log.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "cache/cache.hpp"
#include "cache/entry_file.hpp"
#include "fetch/file_hashes.hpp"
#include "net/url.hpp"

namespace axle {
namespace {

constexpr std::string_view bucket = "wheel-hashes-v1";

std::optional<std::string> key_of(const WheelToFetch& wheel) {
  if (wheel.path.empty()) {
    if (!wheel.index.empty()) return fmt::format("index {} {}", wheel.index, wheel.filename);
    const auto url = Url::parse(wheel.url);
    if (!url) return std::nullopt;
    return "url " + url->to_string();  // without a login: the cache holds no secrets
  }
  struct stat status{};
  if (::stat(wheel.path.c_str(), &status) != 0) return std::nullopt;
#if defined(__APPLE__)
  const timespec changed = status.st_ctimespec, modified = status.st_mtimespec;
#else
  const timespec changed = status.st_ctim, modified = status.st_mtim;
#endif
  return fmt::format("path {} {} {} {}.{} {}.{}", absolute_path(wheel.path).string(),
                     status.st_size, status.st_ino, modified.tv_sec, modified.tv_nsec,
                     changed.tv_sec, changed.tv_nsec);
}

}  // namespace

std::optional<std::string> WheelPointers::find(const WheelToFetch& wheel) const {
  const auto key = key_of(wheel);
  if (!key) return std::nullopt;
  for (const fs::path& directory : {cache_.bucket(bucket), cache_.writable_bucket(bucket)}) {
    const Result<std::string> text = read_file(directory / cache_key(*key), 1 << 20);
    if (!text) continue;
    const auto lines = split(*text, '\n');
    // The entry states what it is for: its file's name is only 16 digits of a digest.
    if (lines.size() == 3 && lines[0] == *key && lines[1].size() == 64)
      return std::string(lines[1]);
  }
  return std::nullopt;
}

std::string WheelPointers::digest_in_store(const WheelToFetch& wheel, bool fresh) const {
  std::string stated = stated_sha256(wheel);
  if (!is_worth_remembering(wheel)) return stated;
  std::string known = fresh ? std::string() : find(wheel).value_or("");
  return stated.empty() || stated == known ? known : std::string();
}

bool WheelPointers::is_worth_remembering(const WheelToFetch& wheel) {
  return !wheel.path.empty() || stated_sha256(wheel).empty();
}

void WheelPointers::remember(const WheelToFetch& wheel, const std::string& sha256) const {
  const auto key = key_of(wheel);
  if (!key || key->find('\n') != std::string::npos) return;
  const fs::path entry = cache_.writable_bucket(bucket) / cache_key(*key);
  if (auto written = write_cache_entry(cache_, entry, *key + "\n" + sha256 + "\n"); !written)
    log_debug("not remembered: {}", written.error().message);
}

}  // namespace axle
