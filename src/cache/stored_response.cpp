// SPDX-License-Identifier: MIT
#include "cache/stored_response.hpp"

#include <libdeflate.h>

#include <array>

namespace axle {
namespace {

constexpr std::string_view magic = "AXLEHTC1";
constexpr std::size_t checked_from = magic.size() + 4;

constexpr std::array text_fields = {&StoredResponse::url,           &StoredResponse::final_url,
                                    &StoredResponse::content_type,  &StoredResponse::etag,
                                    &StoredResponse::last_modified, &StoredResponse::cache_control};
constexpr std::array number_fields = {&StoredResponse::received, &StoredResponse::age,
                                      &StoredResponse::expires};

void append(std::string& out, std::uint64_t value, unsigned bytes) {
  for (unsigned i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
}

std::uint64_t number_at(std::string_view text, std::size_t position, unsigned bytes) {
  std::uint64_t value = 0;
  for (unsigned i = bytes; i-- > 0;)
    value = value << 8 | static_cast<unsigned char>(text[position + i]);
  return value;
}

std::uint32_t checksum(std::string_view bytes) {
  return libdeflate_crc32(0, bytes.data(), bytes.size());
}

}  // namespace

std::string write_stored_response(const StoredResponse& fields, std::string_view payload) {
  std::string body;
  body.reserve(512 + payload.size());
  body.append(magic);
  append(body, 0, 4);
  for (const auto field : number_fields) append(body, static_cast<std::uint64_t>(fields.*field), 8);
  for (const auto field : text_fields) {
    append(body, (fields.*field).size(), 4);
    body += fields.*field;
  }
  body.append(payload);
  std::string sum;
  append(sum, checksum(std::string_view(body).substr(checked_from)), 4);
  body.replace(magic.size(), 4, sum);
  return body;
}

std::optional<StoredResponse> read_stored_response(std::string storage) {
  const std::string_view text(storage);
  if (text.size() < checked_from + 8 * number_fields.size() || !text.starts_with(magic))
    return std::nullopt;
  if (number_at(text, magic.size(), 4) != checksum(text.substr(checked_from))) return std::nullopt;
  StoredResponse stored;
  std::size_t position = checked_from;
  for (const auto field : number_fields) {
    stored.*field = static_cast<std::int64_t>(number_at(text, position, 8));
    position += 8;
  }
  for (const auto field : text_fields) {
    // A right checksum does not make a length right: the file may be someone else's.
    if (text.size() - position < 4) return std::nullopt;
    const std::uint64_t length = number_at(text, position, 4);
    position += 4;
    if (text.size() - position < length) return std::nullopt;
    stored.*field = text.substr(position, length);
    position += length;
  }
  stored.payload_start = position;
  stored.storage = std::move(storage);
  return stored;
}

}  // namespace axle
