// SPDX-License-Identifier: MIT
#include "project/requirements_encoding.hpp"

#include <cstdint>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace axle {
namespace {

enum class ByteOrder : std::uint8_t { little, big };

std::unexpected<Error> not_utf16() {
  return fail(ErrorKind::invalid_input,
              "the byte order mark says UTF-16, but the bytes are not UTF-16",
              "save the file as UTF-8");
}

Result<std::string> from_utf16(std::string_view bytes, ByteOrder order) {
  if (bytes.size() % 2 != 0) return not_utf16();
  const auto unit = [&](std::size_t at) -> std::uint32_t {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return order == ByteOrder::little ? first + 256U * second : 256U * first + second;
  };
  const auto is_high = [](std::uint32_t code) { return code >= 0xD800 && code < 0xDC00; };
  const auto is_low = [](std::uint32_t code) { return code >= 0xDC00 && code < 0xE000; };
  std::string text;
  text.reserve(bytes.size() / 2);
  for (std::size_t at = 0; at < bytes.size(); at += 2) {
    std::uint32_t code = unit(at);
    if (is_low(code)) return not_utf16();
    if (is_high(code)) {
      at += 2;
      if (at >= bytes.size() || !is_low(unit(at))) return not_utf16();
      code = 0x10000 + ((code - 0xD800) << 10U) + (unit(at) - 0xDC00);
    }
    append_utf8(text, code);
  }
  return text;
}

}  // namespace

Result<std::string> requirements_utf8(std::string bytes) {
  const std::string_view view = bytes;
  if (view.starts_with("\xFF\xFE")) return from_utf16(view.substr(2), ByteOrder::little);
  if (view.starts_with("\xFE\xFF")) return from_utf16(view.substr(2), ByteOrder::big);
  if (is_valid_utf8(bytes)) return bytes;
  return fail(ErrorKind::invalid_input, "the file is not valid UTF-8", "save the file as UTF-8");
}

}  // namespace axle
