// SPDX-License-Identifier: MIT
// Any bytes as a wheel: refused, or read in one way only. What is accepted has members that tile
// the file and unpack to what they say.
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "archive/member_name.hpp"
#include "archive/member_reader.hpp"
#include "archive/zip_archive.hpp"
#include "base/file.hpp"
#include "base/temp.hpp"
#include "fetch/wheel_contents.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void check(const axle::WheelFile& file, const axle::ZipArchive& archive) {
  std::vector<const axle::ZipMember*> members;
  for (const axle::ZipMember& member : archive.members) members.push_back(&member);
  std::ranges::sort(members, {}, &axle::ZipMember::header_offset);
  std::uint64_t end = 0;
  for (const axle::ZipMember* member : members) {
    require(member->header_offset >= end && member->data_offset >= member->header_offset + 30);
    end = member->data_offset + member->compressed_size;
    require(end <= archive.directory_offset);
    require(!axle::member_name_fault(member->name, true));
  }
  require(archive.directory_offset <= file.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto expected = *axle::WheelFilename::parse("demo-1.0-py3-none-any.whl");
  static auto temp = *axle::TempFile::create_in(axle::system_temp_directory());
  require(::ftruncate(temp.file(), 0) == 0);
  require(::pwrite(temp.file(), data, size, 0) == static_cast<ssize_t>(size));
  const auto file = axle::WheelFile::open(temp.path(), "demo-1.0-py3-none-any.whl");
  require(file.has_value());
  const auto archive = axle::read_zip_archive(*file);
  if (!archive) return 0;
  check(*file, *archive);
  axle::MemberReader reader;
  for (const axle::ZipMember& member : archive->members) {
    const auto text = reader.read_text(*file, member, 1 << 20);
    require(!text || text->size() == member.size);
  }
  const auto contents = axle::inspect_wheel(*file, *archive, {.name = expected}, reader);
  require(!contents || contents->recorded.size() == archive->members.size());
  return 0;
}
