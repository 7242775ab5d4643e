// SPDX-License-Identifier: MIT
#include "provision/source_notes.hpp"

#include <map>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "base/sha256.hpp"
#include "base/try.hpp"
#include "build/cache_info.hpp"
#include "services/file_digest.hpp"

namespace axle {
namespace {

constexpr std::uint64_t largest_note = 1 << 20;

nlohmann::json read_note(const InstalledPackage& package, const char* file) {
  const auto text = read_file(package.info_path / file, largest_note);
  auto parsed = nlohmann::json::parse(text.value_or("{}"), nullptr, false);
  return parsed.is_object() ? parsed : nlohmann::json::object();
}

/// A wheel from a path or URL. uv writes its hash nowhere, so that it stands beside what uv notes
/// of a file on this machine.
bool is_direct_wheel(const WantedPackage& package) {
  return package.source == nullptr && package.direct_url &&
         std::holds_alternative<DirectUrl::Archive>(package.direct_url->source);
}

bool has_digest(const fs::path& file, const FileHash& stated) {
  if (stated.algorithm != DigestAlgorithm::sha256) return false;
  const auto digest = digest_of_file(file);
  return digest && *digest == stated.hex;
}

/// Whether the file that a wheel was installed from is the one that is wanted: by hash where there
/// is one, else by the time of its last change. A file on this machine may have changed since, and
/// its hash is stated of what it was: it is read again if its time is another.
bool is_same_wheel(const InstalledPackage& there, const WantedPackage& wanted) {
  auto note = read_note(there, "uv_cache.json");
  std::map<std::string, std::string> hashes;
  if (there.direct_url)
    if (const auto* archive = std::get_if<DirectUrl::Archive>(&there.direct_url->source))
      hashes = archive->hashes;
  if (const auto noted = note.find("hashes"); noted != note.end() && noted->is_object())
    for (const auto& [algorithm, hex] : noted->items())
      if (hex.is_string()) hashes[algorithm] = hex;
  const fs::path& file = wanted.wheel.path;
  note.erase("hashes");
  auto expected = nlohmann::json::parse(wanted.notes.source, nullptr, false);
  expected.erase("hashes");
  for (const FileHash& hash : wanted.wheel.hashes)
    if (const auto known = hashes.find(std::string(to_string(hash.algorithm)));
        known != hashes.end())
      return known->second == hash.hex &&
             (file.empty() || note == expected || has_digest(file, hash));
  return file.empty() || note == expected;
}

Result<void> compare_wheel(WantedPackage& package, std::vector<InstalledPackage>& installed) {
  auto note = nlohmann::json::object();
  if (!package.wheel.path.empty()) {
    TRY(const std::string info, cache_info_of(package.wheel.path));
    note = nlohmann::json::parse(info, nullptr, false);
  }
  for (const FileHash& hash : package.wheel.hashes)
    note["hashes"][std::string(to_string(hash.algorithm))] = hash.hex;
  package.notes.source = note.dump();
  for (InstalledPackage& there : installed)
    if (there.name == package.name && is_same_wheel(there, package))
      there.source_note = package.notes.source;
  return {};
}

}  // namespace

std::string source_note(const InstalledPackage& package, const char* file) {
  const nlohmann::json note = read_note(package, file);
  return note.empty() ? std::string() : note.dump();
}

Result<void> compare_direct_wheels(std::vector<WantedPackage>& wanted,
                                   std::vector<InstalledPackage>& installed) {
  for (WantedPackage& package : wanted)
    if (is_direct_wheel(package)) TRY_OK(compare_wheel(package, installed));
  return {};
}

}  // namespace axle
