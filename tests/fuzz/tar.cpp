// SPDX-License-Identifier: MIT
// Any bytes as a tar archive, in pieces of any size: refused, or read the same way however they
// come.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "archive/tar_reader.hpp"

namespace {

std::string told(std::string_view bytes, std::size_t piece) {
  std::string text;
  axle::TarReader reader(
      "fuzz",
      [&](const axle::TarMember& member) -> axle::Result<void> {
        text += member.path + '\n' + member.link + '\n' + std::to_string(member.size) + '\n';
        return {};
      },
      [&](std::string_view data) -> axle::Result<void> {
        text += data;
        return {};
      });
  while (!bytes.empty()) {
    const auto more = reader.take(bytes.substr(0, piece));
    if (!more) return text + "refused";
    if (!*more) return text + "ended";
    bytes.remove_prefix(std::min(piece, bytes.size()));
  }
  return text + (reader.finish() ? "whole" : "cut");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string whole = told(bytes, 1 << 20);
  if (told(bytes, 512) != whole || told(bytes, 7) != whole) std::abort();
  return 0;
}
