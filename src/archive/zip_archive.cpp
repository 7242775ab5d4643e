// SPDX-License-Identifier: MIT
#include "archive/zip_archive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "archive/member_name.hpp"
#include "archive/member_rules.hpp"
#include "archive/refusal.hpp"
#include "archive/zip_end.hpp"
#include "archive/zip_format.hpp"
#include "base/cancel.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

/// Regular files and directories only; of the mode, nothing but "may be run" is
/// used.
Result<void> check_type(const WheelFile& file, ZipMember& member,
                        std::uint32_t external_attributes) {
  constexpr std::uint32_t type_mask = 0170000, regular = 0100000, directory = 0040000;
  constexpr std::uint32_t dos_volume = 0x08, dos_directory = 0x10, dos_reparse = 0x400;
  const std::uint32_t mode = external_attributes >> 16;
  const std::uint32_t type = mode & type_mask;
  const std::uint32_t expected = member.is_directory() ? directory : regular;
  if ((type != 0 && type != expected) || (external_attributes & (dos_volume | dos_reparse)) != 0 ||
      ((external_attributes & dos_directory) != 0 && !member.is_directory()))
    return refuse(ErrorCode::wheel_link, file.label(), member.name,
                  "it is neither a regular file nor a directory");
  member.executable = (mode & 0111) != 0 && !member.is_directory();
  return {};
}

/// Reads the central header at the start of `bytes` and takes it away.
Result<ZipMember> read_central_header(const WheelFile& file,
                                      std::span<const unsigned char>& bytes) {
  if (bytes.size() < zip::central_bytes || zip::u32(bytes.data()) != zip::central_signature)
    return refuse(ErrorCode::zip_structure, file.label(), {},
                  "the central directory has fewer members than the end record says");
  const unsigned char* at = bytes.data();
  const std::size_t name_size = zip::u16(at + 28), extra_size = zip::u16(at + 30),
                    comment_size = zip::u16(at + 32);
  if (bytes.size() - zip::central_bytes < name_size + extra_size + comment_size)
    return refuse(ErrorCode::zip_structure, file.label(), {},
                  "a header leaves the central directory");
  ZipMember member;
  member.name = zip::text_at(at + zip::central_bytes, name_size);
  member.flags = zip::u16(at + 8);
  member.method = zip::u16(at + 10);
  member.crc = zip::u32(at + 16);
  const auto extra =
      zip::parse_extra_fields(zip::text_at(at + zip::central_bytes + name_size, extra_size));
  if (!extra)
    return refuse(ErrorCode::zip_structure, file.label(), member.name,
                  "its extra fields are malformed");
  if (zip::u16(at + 34) != 0)
    return refuse(ErrorCode::zip_structure, file.label(), member.name,
                  "it says it is on another disk");
  zip::Zip64Sizes sizes{zip::u32(at + 24), zip::u32(at + 20), zip::u32(at + 42)};
  if (!zip::resolve_zip64(extra->zip64, false, sizes))
    return refuse(ErrorCode::zip_structure, file.label(), member.name,
                  "its ZIP64 field does not hold what it has to");
  member.size = sizes.size;
  member.compressed_size = sizes.compressed_size;
  member.header_offset = sizes.header_offset;
  TRY_OK(check_member_name(file.label(), member, *extra));
  TRY_OK(check_member_method(file.label(), member, zip::u16(at + 6)));
  TRY_OK(check_type(file, member, zip::u32(at + 38)));
  TRY_OK(check_member_sizes(file.label(), member, file.size()));
  bytes = bytes.subspan(zip::central_bytes + name_size + extra_size + comment_size);
  return member;
}

/// PyPI's rule.
Result<void> check_for_bomb(const WheelFile& file, const ZipArchive& archive) {
  if (archive.total_size > bomb_size && archive.total_size / bomb_ratio > file.size())
    return refuse(
        ErrorCode::zip_bomb, file.label(), {},
        fmt::format("{} would become {}", human_size(file.size()), human_size(archive.total_size)));
  return {};
}

Result<ZipArchive> read_central_directory(const WheelFile& file) {
  TRY(const ZipEnd end, read_zip_end(file));
  // Its size was held against the file's before, so a lie costs no memory.
  std::vector<unsigned char> directory(end.directory_size);
  TRY_OK(file.read_at(end.directory_offset, directory));
  ZipArchive archive;
  archive.directory_offset = end.directory_offset;
  archive.members.reserve(
      std::min<std::uint64_t>(end.members, end.directory_size / zip::central_bytes));
  std::span<const unsigned char> rest(directory);
  for (std::uint64_t i = 0; i < end.members; ++i) {
    TRY(ZipMember member, read_central_header(file, rest));
    if (member.size > std::uint64_t{1} << 50)
      return refuse(ErrorCode::zip_bomb, file.label(), member.name,
                    fmt::format("it says it has {}", human_size(member.size)));
    archive.total_size += member.size;
    archive.members.push_back(std::move(member));
  }
  if (!rest.empty())
    return refuse(ErrorCode::zip_structure, file.label(), {},
                  "the central directory has more than the members that the end record counts");
  TRY_OK(check_for_bomb(file, archive));
  return archive;
}

/// The local header's sizes as they count: with a data descriptor they may be zero.
Result<void> check_local_sizes(const WheelFile& file, const ZipMember& member,
                               const unsigned char* at, const zip::ExtraFields& extra) {
  zip::Zip64Sizes sizes{zip::u32(at + 22), zip::u32(at + 18), 0};
  const std::uint32_t crc = zip::u32(at + 14);
  if (!zip::resolve_zip64(extra.zip64, true, sizes))
    return refuse(ErrorCode::zip_structure, file.label(), member.name,
                  "the ZIP64 field of its local header does not hold what it has to");
  const bool later = (member.flags & zip::has_descriptor) != 0;
  const auto agrees = [later](std::uint64_t local, std::uint64_t central) {
    return local == central || (later && local == 0);
  };
  if (!agrees(crc, member.crc))
    return refuse(ErrorCode::zip_structure, file.label(), member.name,
                  "local header and directory differ in its CRC");
  if (!agrees(sizes.size, member.size) || !agrees(sizes.compressed_size, member.compressed_size))
    return refuse(ErrorCode::zip_structure, file.label(), member.name,
                  "local header and directory differ in its size");
  return {};
}

/// Sets the member's data_offset.
Result<void> check_local_header(const WheelFile& file, std::uint64_t end, ZipMember& member,
                                std::vector<unsigned char>& buffer) {
  const std::size_t wanted = zip::local_bytes + member.name.size();
  if (member.header_offset > end || end - member.header_offset < wanted)
    return refuse(ErrorCode::zip_structure, file.label(), member.name,
                  "there is no room for its local header");
  // A little more than is needed at least, so that the usual extra fields come with it.
  buffer.resize(std::min<std::uint64_t>(wanted + 64, end - member.header_offset));
  TRY_OK(file.read_at(member.header_offset, buffer));
  const std::size_t extra_size = zip::u16(&buffer[28]);
  if (zip::u32(buffer.data()) != zip::local_signature)
    return refuse(ErrorCode::zip_structure, file.label(), member.name,
                  "there is no local header where the directory says");
  if (zip::u16(&buffer[26]) != member.name.size() ||
      zip::text_at(&buffer[zip::local_bytes], member.name.size()) != member.name)
    return refuse(ErrorCode::zip_structure, file.label(), member.name,
                  "local header and directory differ in its name");
  if (zip::u16(&buffer[6]) != member.flags)
    return refuse(ErrorCode::zip_structure, file.label(), member.name,
                  "local header and directory differ in its flags");
  if (zip::u16(&buffer[8]) != member.method)
    return refuse(ErrorCode::zip_structure, file.label(), member.name,
                  "local header and directory differ in its method");
  TRY_OK(check_member_method(file.label(), member, zip::u16(&buffer[4])));
  if (wanted + extra_size > end - member.header_offset)
    return refuse(ErrorCode::zip_structure, file.label(), member.name,
                  "there is no room for its local header");
  if (buffer.size() < wanted + extra_size) {
    buffer.resize(wanted + extra_size);
    TRY_OK(file.read_at(member.header_offset, buffer));
  }
  const auto extra = zip::parse_extra_fields(zip::text_at(buffer.data() + wanted, extra_size));
  if (!extra)
    return refuse(ErrorCode::zip_structure, file.label(), member.name,
                  "the extra fields of its local header are malformed");
  if (extra->unicode_path && !zip::repeats_name(*extra->unicode_path, member.name))
    return refuse(ErrorCode::wheel_path, file.label(), member.name,
                  "an extra field gives it another name");
  TRY_OK(check_local_sizes(file, member, buffer.data(), *extra));
  member.data_offset = member.header_offset + wanted + extra_size;
  return {};
}

/// With or without signature, with 32- or 64-bit sizes; whatever fills the room
/// before the next member exactly.
bool is_right_descriptor(std::span<const unsigned char> bytes, const ZipMember& member) {
  const bool has_signature = bytes.size() == 16 || bytes.size() == 24;
  const bool is_large = bytes.size() == 20 || bytes.size() == 24;
  if (!has_signature && !is_large && bytes.size() != 12) return false;
  const unsigned char* at = bytes.data();
  if (has_signature) {
    if (zip::u32(at) != zip::descriptor_signature) return false;
    at += 4;
  }
  const std::uint64_t compressed_size = is_large ? zip::u64(at + 4) : zip::u32(at + 4);
  const std::uint64_t size = is_large ? zip::u64(at + 12) : zip::u32(at + 8);
  return zip::u32(at) == member.crc && compressed_size == member.compressed_size &&
         size == member.size;
}

/// What lies between the member's data and `end`, where the next record starts.
Result<void> check_rest(const WheelFile& file, std::uint64_t end, const ZipMember& member) {
  if (member.data_offset > end || end - member.data_offset < member.compressed_size)
    return refuse(ErrorCode::zip_structure, file.label(), member.name,
                  "it overlaps what follows it");
  const std::uint64_t rest = end - member.data_offset - member.compressed_size;
  if ((member.flags & zip::has_descriptor) == 0) {
    if (rest != 0)
      return refuse(ErrorCode::zip_structure, file.label(), member.name,
                    fmt::format("{} bytes after it belong to nothing", rest));
    return {};
  }
  std::array<unsigned char, 24> descriptor{};
  if (rest > descriptor.size())
    return refuse(ErrorCode::zip_structure, file.label(), member.name,
                  fmt::format("{} bytes after it belong to nothing", rest));
  const std::span<unsigned char> bytes(descriptor.data(), rest);
  TRY_OK(file.read_at(member.data_offset + member.compressed_size, bytes));
  if (!is_right_descriptor(bytes, member))
    return refuse(ErrorCode::zip_structure, file.label(), member.name,
                  "its data descriptor is missing or wrong");
  return {};
}

/// Local headers agree with the directory, and the members tile the file
/// from 0 to the directory.
Result<void> check_layout(const WheelFile& file, ZipArchive& archive) {
  std::vector<ZipMember*> by_offset;
  by_offset.reserve(archive.members.size());
  for (ZipMember& member : archive.members) by_offset.push_back(&member);
  std::ranges::sort(by_offset, {}, &ZipMember::header_offset);
  const std::uint64_t first =
      by_offset.empty() ? archive.directory_offset : by_offset.front()->header_offset;
  if (first != 0)
    return refuse(ErrorCode::zip_structure, file.label(), {},
                  fmt::format("{} bytes before the archive belong to nothing", first));
  std::vector<unsigned char> buffer;
  for (std::size_t i = 0; i < by_offset.size(); ++i) {
    const std::uint64_t end =
        i + 1 < by_offset.size() ? by_offset[i + 1]->header_offset : archive.directory_offset;
    TRY_OK(check_local_header(file, end, *by_offset[i], buffer));
    TRY_OK(check_rest(file, end, *by_offset[i]));
    if (i % 1024 == 0 && cancelled()) return fail(ErrorKind::cancelled, "stopped");
  }
  return {};
}

}  // namespace

Result<ZipArchive> read_zip_archive(const WheelFile& file) {
  TRY(ZipArchive archive, read_central_directory(file));
  TRY_OK(check_member_collisions(file.label(), archive.members));
  TRY_OK(check_layout(file, archive));
  return archive;
}

}  // namespace axle
