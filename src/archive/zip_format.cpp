// SPDX-License-Identifier: MIT
#include "archive/zip_format.hpp"

#include <libdeflate.h>

namespace axle::zip {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::optional<ExtraFields> parse_extra_fields(std::string_view bytes) {
  ExtraFields fields;
  while (!bytes.empty()) {
    if (bytes.size() < 4) return std::nullopt;
    const std::uint16_t id = u16(bytes_of(bytes));
    const std::uint16_t size = u16(bytes_of(bytes) + 2);
    bytes.remove_prefix(4);
    if (size > bytes.size()) return std::nullopt;
    if (id == 0x0001 || id == 0x7075) {
      auto& field = id == 0x0001 ? fields.zip64 : fields.unicode_path;
      if (field) return std::nullopt;
      field = bytes.substr(0, size);
    }
    bytes.remove_prefix(size);
  }
  return fields;
}

bool repeats_name(std::string_view unicode_path, std::string_view name) {
  if (unicode_path.size() < 5 || unicode_path[0] != 1) return false;
  return u32(bytes_of(unicode_path) + 1) == libdeflate_crc32(0, name.data(), name.size()) &&
         unicode_path.substr(5) == name;
}

bool resolve_zip64(const std::optional<std::string_view>& field, bool is_local, Zip64Sizes& sizes) {
  const bool wants_size = sizes.size == in_zip64;
  const bool wants_compressed = sizes.compressed_size == in_zip64;
  const bool wants_offset = !is_local && sizes.header_offset == in_zip64;
  if (!wants_size && !wants_compressed && !wants_offset) return true;
  if (!field) return false;
  std::size_t wanted = 0;
  for (const bool wants : {wants_size, wants_compressed, wants_offset}) wanted += wants ? 8 : 0;
  const unsigned char* at = bytes_of(*field);
  if (is_local && field->size() == 16) {
    if (wants_size) sizes.size = u64(at);
    if (wants_compressed) sizes.compressed_size = u64(at + 8);
    return true;
  }
  if (field->size() != wanted) return false;
  const auto take = [&at](bool wants, std::uint64_t& value) {
    if (!wants) return;
    value = u64(at);
    at += 8;
  };
  take(wants_size, sizes.size);
  take(wants_compressed, sizes.compressed_size);
  take(wants_offset, sizes.header_offset);
  return true;
}

}  // namespace axle::zip
