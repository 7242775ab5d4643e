// SPDX-License-Identifier: MIT
#include "archive/local_header.hpp"

#include <limits>

#include "archive/member_rules.hpp"
#include "archive/refusal.hpp"
#include "archive/zip_format.hpp"
#include "base/try.hpp"

namespace axle {
Result<LocalHeader> read_local_header(std::string_view archive, std::uint64_t offset,
                                      std::span<const unsigned char> bytes) {
  LocalHeader header;
  header.needed = zip::local_bytes;
  if (bytes.size() < 4) return header;
  const unsigned char* at = bytes.data();
  if (zip::u32(at) != zip::local_signature) {
    header.kind = LocalHeader::Kind::last;
    return header;
  }
  if (bytes.size() < header.needed) return header;
  const std::size_t name_size = zip::u16(at + 26), extra_size = zip::u16(at + 28);
  header.needed += name_size + extra_size;
  if (bytes.size() < header.needed) return header;

  ZipMember& member = header.member;
  member.name = zip::text_at(at + zip::local_bytes, name_size);
  member.flags = zip::u16(at + 6);
  member.method = zip::u16(at + 8);
  member.crc = zip::u32(at + 14);
  member.header_offset = offset;
  member.data_offset = offset + header.needed;
  if ((member.flags & zip::has_descriptor) != 0) {
    header.kind = LocalHeader::Kind::unsized;
    return header;
  }
  constexpr ErrorCode structure = ErrorCode::zip_structure;
  const auto extra =
      zip::parse_extra_fields(zip::text_at(at + zip::local_bytes + name_size, extra_size));
  if (!extra)
    return refuse(structure, archive, member.name,
                  "the extra fields of its local header are malformed");
  zip::Zip64Sizes sizes{zip::u32(at + 22), zip::u32(at + 18), 0};
  if (!zip::resolve_zip64(extra->zip64, true, sizes))
    return refuse(structure, archive, member.name,
                  "the ZIP64 field of its local header does not hold what it has to");
  member.size = sizes.size;
  member.compressed_size = sizes.compressed_size;
  TRY_OK(check_member_name(archive, member, *extra));
  TRY_OK(check_member_method(archive, member, zip::u16(at + 4)));
  // How large the archive is, is not known yet; half of all numbers leaves room to add offsets.
  TRY_OK(check_member_sizes(archive, member, std::numeric_limits<std::uint64_t>::max() / 4));
  header.kind = LocalHeader::Kind::member;
  return header;
}

}  // namespace axle
