// SPDX-License-Identifier: MIT
#include "fetch/wheel_record.hpp"

#include <fmt/format.h>

#include <unordered_map>

#include "base/text.hpp"
#include "base/try.hpp"
#include "fetch/record_lines.hpp"
#include "archive/refusal.hpp"

namespace axle {
namespace {

constexpr std::string_view code = "E_WHEEL_RECORD";

/// Takes "sha256=…" apart. md5 and sha1 are refused by the specification; blake2 is not among its
/// names.
Result<RecordedHash> parse_hash(std::string_view wheel, std::string_view path,
                                std::string_view text) {
  const std::size_t equals = text.find('=');
  const auto algorithm = equals == std::string_view::npos
                             ? std::nullopt
                             : parse_digest_algorithm(text.substr(0, equals));
  if (!algorithm || *algorithm == DigestAlgorithm::md5 || *algorithm == DigestAlgorithm::blake2b)
    return refuse(code, wheel, path,
                  text.empty()
                      ? "RECORD states no hash of it"
                      : fmt::format("RECORD states a hash of a kind that does not count: `{}`",
                                    escape_foreign(text.substr(0, 80))));
  // Some tools leave the padding on; it says nothing.
  while (text.ends_with('=') && text.size() > equals + 1) text.remove_suffix(1);
  const std::size_t digest_bytes = hex_length(*algorithm) / 2;
  if (text.size() - equals - 1 != (digest_bytes * 4 + 2) / 3)
    return refuse(code, wheel, path,
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

}  // namespace

Result<std::vector<RecordedHash>> check_record(std::string_view wheel, const ZipArchive& archive,
                                               std::string_view dist_info,
                                               std::string_view record_text) {
  std::unordered_map<std::string_view, std::size_t> members(archive.members.size() * 2);
  for (std::size_t i = 0; i < archive.members.size(); ++i)
    if (!archive.members[i].is_directory()) members.emplace(archive.members[i].name, i);

  if (!is_valid_utf8(record_text)) return refuse(code, wheel, "RECORD", "it is not UTF-8");
  auto lines = parse_record_lines(record_text, members.size() + 2);
  if (!lines) return refuse(code, wheel, "RECORD", lines.error().message);
  std::vector<RecordedHash> recorded(archive.members.size());
  std::vector<bool> seen(archive.members.size());
  for (const RecordLine& row : *lines) {
    const auto member = members.find(row.path);
    if (member == members.end())
      return refuse(code, wheel, row.path, "RECORD lists it, but it is not in the wheel");
    const std::size_t i = member->second;
    if (seen[i]) return refuse(code, wheel, row.path, "RECORD lists it twice");
    seen[i] = true;
    if (may_lack_hash(row.path, dist_info)) continue;
    TRY(recorded[i], parse_hash(wheel, row.path, row.hash));
    if (row.size && *row.size != archive.members[i].size)
      return refuse(code, wheel, row.path,
                    fmt::format("RECORD says it has {} bytes, it has {}", *row.size,
                                archive.members[i].size));
  }
  for (const auto& [path, i] : members)
    if (!seen[i] && !may_lack_hash(path, dist_info))
      return refuse(code, wheel, path, "RECORD does not list it");
  return recorded;
}

}  // namespace axle
