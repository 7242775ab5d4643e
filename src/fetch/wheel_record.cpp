// SPDX-License-Identifier: MIT
#include "fetch/wheel_record.hpp"

#include <fmt/format.h>

#include <unordered_map>

#include "archive/refusal.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "fetch/record_lines.hpp"

namespace axle {
namespace {

constexpr ErrorCode record_fault = ErrorCode::wheel_record;

/// Takes "sha256=…" apart. md5 and sha1 are refused by the specification; blake2 is not among its
/// names.
Result<RecordedHash> parse_hash(std::string_view wheel, std::string_view path,
                                std::string_view text) {
  const std::size_t equals = text.find('=');
  const auto algorithm = equals == std::string_view::npos
                             ? std::nullopt
                             : parse_digest_algorithm(text.substr(0, equals));
  if (!algorithm || *algorithm == DigestAlgorithm::md5 || *algorithm == DigestAlgorithm::blake2b)
    return refuse(record_fault, wheel, path,
                  text.empty()
                      ? "RECORD states no hash of it"
                      : fmt::format("RECORD states a hash of a kind that does not count: `{}`",
                                    escape_foreign(text.substr(0, 80))));
  // Some tools write hexadecimal digits; they are the same digest.
  if (text.size() - equals - 1 == hex_length(*algorithm))
    if (const auto digest = hex_decode(text.substr(equals + 1)))
      return RecordedHash{*algorithm,
                          fmt::format("{}={}", to_string(*algorithm), base64url_encode(*digest))};
  // Some tools leave the padding on; it says nothing.
  while (text.ends_with('=') && text.size() > equals + 1) text.remove_suffix(1);
  const std::size_t digest_bytes = hex_length(*algorithm) / 2;
  if (text.size() - equals - 1 != (digest_bytes * 4 + 2) / 3)
    return refuse(record_fault, wheel, path,
                  fmt::format("RECORD states a hash of the wrong length: `{}`",
                              escape_foreign(text.substr(0, 160))));
  return RecordedHash{*algorithm, std::string(text)};
}

/// RECORD cannot have its own hash, and signatures are made after it.
bool may_lack_hash(std::string_view path, std::string_view dist_info) {
  if (!path.starts_with(dist_info) || path.size() <= dist_info.size() ||
      path[dist_info.size()] != '/')
    return false;
  const std::string_view name = path.substr(dist_info.size() + 1);
  return name == "RECORD" || name == "RECORD.jws" || name == "RECORD.p7s";
}

/// A path of RECORD is relative to the wheel's root, with or without the slash that says so.
std::string_view without_slash(std::string_view path) {
  if (path.starts_with("./")) return path.substr(2);
  return path.starts_with('/') ? path.substr(1) : path;
}

/// What does no harm: the hash tells whether the file is right.
void note_sloppiness(std::string_view wheel, const RecordLine& row, const ZipMember& member,
                     bool seen) {
  if (row.size && *row.size != member.size)
    log_debug("`{}`: RECORD says that `{}` has {} bytes, it has {}", escape_foreign(wheel),
              escape_foreign(row.path), *row.size, member.size);
  if (seen)
    log_debug("`{}`: RECORD lists `{}` twice", escape_foreign(wheel), escape_foreign(row.path));
}

}  // namespace

Result<std::vector<RecordedHash>> check_record(std::string_view wheel, const ZipArchive& archive,
                                               std::string_view dist_info,
                                               std::string_view record_text, bool may_lack_hashes) {
  std::unordered_map<std::string_view, std::size_t> members(archive.members.size() * 2);
  for (std::size_t i = 0; i < archive.members.size(); ++i)
    if (!archive.members[i].is_directory()) members.emplace(archive.members[i].name, i);

  if (!is_valid_utf8(record_text)) return refuse(record_fault, wheel, "RECORD", "it is not UTF-8");
  auto lines = parse_record_lines(record_text, 2 * members.size() + 2);
  if (!lines) return refuse(record_fault, wheel, "RECORD", lines.error().message);
  std::vector<RecordedHash> recorded(archive.members.size());
  std::vector<bool> seen(archive.members.size());
  for (const RecordLine& row : *lines) {
    auto member = members.find(row.path);
    if (member == members.end()) member = members.find(without_slash(row.path));
    if (member == members.end())
      return refuse(record_fault, wheel, row.path, "RECORD lists it, but it is not in the wheel");
    const std::size_t i = member->second;
    if (may_lack_hash(member->first, dist_info)) {
      seen[i] = true;
      continue;
    }
    RecordedHash hash{.text = {}, .is_missing = true};
    if (!may_lack_hashes || !row.hash.empty()) {
      TRY(hash, parse_hash(wheel, row.path, row.hash));
    }
    if (seen[i] && hash != recorded[i])
      return refuse(record_fault, wheel, row.path, "RECORD lists it twice, with different hashes");
    note_sloppiness(wheel, row, archive.members[i], seen[i]);
    seen[i] = true;
    recorded[i] = std::move(hash);
  }
  for (const auto& [path, i] : members)
    if (!seen[i] && !may_lack_hash(path, dist_info))
      return refuse(record_fault, wheel, path, "RECORD does not list it");
  return recorded;
}

}  // namespace axle
