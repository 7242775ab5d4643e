// SPDX-License-Identifier: MIT
#include "support/zip_maker.hpp"

#include <fmt/format.h>
#include <libdeflate.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <random>

#include "support/tar_maker.hpp"

namespace axle::test {
namespace {

void put(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> (8 * i) & 0xFF));
}

std::string deflated(std::string_view text) {
  libdeflate_compressor* compressor = libdeflate_alloc_compressor(6);
  std::string out(libdeflate_deflate_compress_bound(compressor, text.size()), '\0');
  out.resize(
      libdeflate_deflate_compress(compressor, text.data(), text.size(), out.data(), out.size()));
  libdeflate_free_compressor(compressor);
  return out;
}

}  // namespace

std::string ZipMaker::make() const {
  std::string out;
  std::string directory;
  for (const Member& member : members) {
    const std::string body = member.packed ? deflated(member.text) : member.text;
    const auto method = static_cast<std::uint16_t>(member.method != 0xFFFF ? member.method
                                                   : member.packed         ? 8
                                                                           : 0);
    const std::uint64_t crc =
        libdeflate_crc32(0, member.text.data(), member.text.size()) ^ member.crc_error;
    const std::uint64_t offset = out.size();
    out += "PK\3\4";
    put(out, 20, 2);
    put(out, member.flags, 2);
    put(out, method, 2);
    put(out, 0, 4);
    put(out, crc, 4);
    put(out, body.size(), 4);
    put(out, member.text.size(), 4);
    put(out, member.name.size(), 2);
    put(out, member.local_extra.size(), 2);
    out += member.name + member.local_extra + body;

    std::string extra;
    if (member.zip64) {
      put(extra, 1, 2);
      put(extra, 24, 2);
      put(extra, member.text.size(), 8);
      put(extra, body.size(), 8);
      put(extra, offset, 8);
    }
    directory += "PK\1\2";
    put(directory, 20, 2);
    put(directory, 20, 2);
    put(directory, member.flags, 2);
    put(directory, method, 2);
    put(directory, 0, 4);
    put(directory, crc, 4);
    put(directory, member.zip64 ? 0xFFFFFFFF : body.size(), 4);
    put(directory, member.zip64 ? 0xFFFFFFFF : member.text.size(), 4);
    put(directory, member.name.size(), 2);
    put(directory, extra.size(), 2);
    put(directory, 0, 8);
    put(directory, 0, 2);
    put(directory, member.zip64 ? 0xFFFFFFFF : offset, 4);
    directory += member.name + extra;
  }
  const std::uint64_t start = out.size();
  out += directory;
  const std::uint64_t end64 = out.size();
  if (zip64_end) {
    out += "PK\6\6";
    put(out, 44, 8);
    put(out, 45, 2);
    put(out, 45, 2);
    put(out, 0, 8);
    put(out, members.size(), 8);
    put(out, members.size(), 8);
    put(out, directory.size(), 8);
    put(out, start, 8);
    out += "PK\6\7";
    put(out, 0, 4);
    put(out, end64, 8);
    put(out, 1, 4);
  }
  out += "PK\5\6";
  put(out, 0, 4);
  put(out, zip64_end ? 0xFFFF : members.size(), 2);
  put(out, zip64_end ? 0xFFFF : members.size(), 2);
  put(out, zip64_end ? 0xFFFFFFFF : directory.size(), 4);
  put(out, zip64_end ? 0xFFFFFFFF : start, 4);
  put(out, comment.size(), 2);
  return out + comment;
}

std::string metadata_text(std::string_view name, std::string_view version, std::string_view more) {
  return fmt::format("Metadata-Version: 2.1\nName: {}\nVersion: {}\n{}\nThe description.\n", name,
                     version, more);
}

std::string make_wheel(std::string_view name, std::string_view version, std::size_t ballast,
                       std::size_t files, std::string_view more) {
  const std::string info = fmt::format("{}-{}.dist-info", name, version);
  ZipMaker zip;
  std::string noise(ballast, '\0');
  std::minstd_rand random(1);
  std::ranges::generate(noise, [&] { return static_cast<char>(random()); });
  zip.members.push_back(
      {.name = fmt::format("{}/__init__.py", name), .text = noise, .packed = false});
  for (std::size_t i = 0; i < files; ++i)
    zip.members.push_back(
        {.name = fmt::format("{}/include/some/rather/long/folder/header_{}.h", name, i),
         .text = "",
         .packed = false});
  zip.members.push_back({.name = info + "/METADATA", .text = metadata_text(name, version, more)});
  zip.members.push_back({.name = info + "/WHEEL", .text = "Wheel-Version: 1.0\n"});
  return zip.make();
}

std::string make_tar_gz(const std::vector<std::pair<std::string, std::string>>& members) {
  TarMaker tar;
  for (const auto& [name, text] : members) tar.add(name, text);
  return tar.gzip();
}

}  // namespace axle::test
