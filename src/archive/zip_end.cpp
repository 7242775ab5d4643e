// SPDX-License-Identifier: MIT
#include "archive/zip_end.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "archive/refusal.hpp"
#include "archive/zip_archive.hpp"
#include "archive/zip_format.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::size_t longest_comment = 0xffff;
constexpr std::size_t most_trailing_nuls = 4096;

/// The end of the file, where the end records must be.
struct Tail {
  std::vector<unsigned char> bytes;
  std::uint64_t start;  // in the file
  std::size_t end_record;
};

/// Says what the file is instead, where that is easy to see.
std::string describe_what_it_is(const WheelFile& file) {
  if (file.size() == 0) return "it is empty";
  std::vector<unsigned char> head(std::min<std::uint64_t>(file.size(), 512));
  if (!file.read_at(0, head)) return "it is not a ZIP archive";
  const std::string text(head.begin(), head.end());
  const std::string_view start = trim(text);
  if (starts_with_ignoring_case(start, "<!doctype") || starts_with_ignoring_case(start, "<html"))
    return "it is an HTML page, not a ZIP archive";
  if (text.size() > 262 && text.substr(257, 5) == "ustar")
    return "it is a tar archive, not a ZIP archive";
  if (text.starts_with("\x1f\x8b")) return "it is gzip data, not a ZIP archive";
  if (text.starts_with("PK\x03\x04"))
    return "the end of the ZIP archive is missing: it was cut off";
  return "it is not a ZIP archive";
}

Result<Tail> find_end_record(const WheelFile& file) {
  const std::uint64_t wanted =
      zip::locator_bytes + zip::end64_bytes + zip::end_bytes + longest_comment + most_trailing_nuls;
  Tail tail{{}, 0, 0};
  tail.bytes.resize(std::min(file.size(), wanted));
  tail.start = file.size() - tail.bytes.size();
  TRY_OK(file.read_at(tail.start, tail.bytes));
  if (tail.bytes.size() < zip::end_bytes)
    return refuse(ErrorCode::zip_structure, file.label(), {}, describe_what_it_is(file));
  // The last signature is the only candidate: one that is only part of a comment makes the archive
  // ambiguous.
  for (std::size_t at = tail.bytes.size() - zip::end_bytes + 1; at-- > 0;)
    if (zip::u32(&tail.bytes[at]) == zip::end_signature) {
      tail.end_record = at;
      return tail;
    }
  return refuse(ErrorCode::zip_structure, file.label(), {}, describe_what_it_is(file));
}

/// The comment must be harmless text and reach to the end of the file, some NULs aside.
Result<void> check_comment(const WheelFile& file, const Tail& tail) {
  const std::size_t start = tail.end_record + zip::end_bytes;
  const std::size_t size = zip::u16(&tail.bytes[tail.end_record + 20]);
  if (size > tail.bytes.size() - start)
    return refuse(ErrorCode::zip_structure, file.label(), {},
                  "the comment is longer than the file");
  const std::string comment(tail.bytes.begin() + static_cast<std::ptrdiff_t>(start),
                            tail.bytes.begin() + static_cast<std::ptrdiff_t>(start + size));
  const bool printable = std::ranges::all_of(
      comment, [](char c) { return is_ascii_space(c) || (c >= ' ' && c != '\x7f') || c < 0; });
  if (!printable || !is_valid_utf8(comment))
    return refuse(ErrorCode::zip_structure, file.label(), {},
                  "the archive's comment is not printable text");
  const auto rest = tail.bytes.begin() + static_cast<std::ptrdiff_t>(start + size);
  const auto trailing = static_cast<std::size_t>(tail.bytes.end() - rest);
  if (!std::all_of(rest, tail.bytes.end(), [](unsigned char c) { return c == 0; }) ||
      trailing > most_trailing_nuls)
    return refuse(ErrorCode::zip_structure, file.label(), {},
                  "something follows the end of the archive");
  if (trailing > 0)
    log_debug("`{}`: {} NUL bytes follow the end of the archive", file.label(), trailing);
  return {};
}

/// The ZIP64 end record before `locator_at` replaces the fields of the small one that are at their
/// limit.
Result<void> read_end64(const WheelFile& file, const Tail& tail, std::size_t locator_at,
                        ZipEnd& end, std::uint64_t& records_start) {
  const unsigned char* locator = &tail.bytes[locator_at];
  const std::uint64_t locator_offset = tail.start + locator_at;
  const std::uint64_t offset = zip::u64(locator + 8);
  if (zip::u32(locator + 4) != 0 || zip::u32(locator + 16) != 1)
    return refuse(ErrorCode::zip_structure, file.label(), {},
                  "the archive says it spans several disks");
  if (locator_offset < zip::end64_bytes || offset != locator_offset - zip::end64_bytes)
    return refuse(ErrorCode::zip_structure, file.label(), {},
                  "the ZIP64 end record is not where its locator says");
  std::array<unsigned char, zip::end64_bytes> record{};
  TRY_OK(file.read_at(offset, record));
  if (zip::u32(record.data()) != zip::end64_signature ||
      zip::u64(&record[4]) != zip::end64_bytes - 12)
    return refuse(ErrorCode::zip_structure, file.label(), {}, "the ZIP64 end record is malformed");
  if (zip::u32(&record[16]) != 0 || zip::u32(&record[20]) != 0 ||
      zip::u64(&record[24]) != zip::u64(&record[32]))
    return refuse(ErrorCode::zip_structure, file.label(), {},
                  "the archive says it spans several disks");
  const ZipEnd large{zip::u64(&record[32]), zip::u64(&record[40]), zip::u64(&record[48])};
  const auto agrees = [](std::uint64_t small, std::uint64_t limit, std::uint64_t value) {
    return small == limit || small == value;
  };
  if (!agrees(end.members, 0xffff, large.members) ||
      !agrees(end.directory_size, zip::in_zip64, large.directory_size) ||
      !agrees(end.directory_offset, zip::in_zip64, large.directory_offset))
    return refuse(ErrorCode::zip_structure, file.label(), {}, "the two end records do not agree");
  end = large;
  records_start = offset;
  return {};
}

}  // namespace

Result<ZipEnd> read_zip_end(const WheelFile& file) {
  TRY(const Tail tail, find_end_record(file));
  TRY_OK(check_comment(file, tail));
  const unsigned char* record = &tail.bytes[tail.end_record];
  if (zip::u16(record + 4) != 0 || zip::u16(record + 6) != 0 ||
      zip::u16(record + 8) != zip::u16(record + 10))
    return refuse(ErrorCode::zip_structure, file.label(), {},
                  "the archive says it spans several disks");
  ZipEnd end{zip::u16(record + 10), zip::u32(record + 12), zip::u32(record + 16)};

  std::uint64_t records_start = tail.start + tail.end_record;
  if (tail.end_record >= zip::locator_bytes &&
      zip::u32(&tail.bytes[tail.end_record - zip::locator_bytes]) == zip::locator_signature) {
    TRY_OK(read_end64(file, tail, tail.end_record - zip::locator_bytes, end, records_start));
  }
  if (end.members > most_members)
    return refuse(
        ErrorCode::zip_bomb, file.label(), {},
        fmt::format("it says it has {} members, the limit is {}", end.members, most_members));
  if (end.directory_size > largest_directory)
    return refuse(ErrorCode::zip_bomb, file.label(), {},
                  fmt::format("its directory has {}", human_size(end.directory_size)));
  if (end.directory_offset > records_start ||
      records_start - end.directory_offset != end.directory_size)
    return refuse(ErrorCode::zip_structure, file.label(), {},
                  "the central directory is not where the end record says");
  return end;
}

}  // namespace axle
