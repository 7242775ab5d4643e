// SPDX-License-Identifier: MIT
#pragma once

#include <fmt/format.h>
#include <libdeflate.h>

#include <stdexcept>
#include <string>
#include <string_view>

namespace axle::test {

/// Makes tar archives (POSIX ustar), also bad ones.
class TarMaker {
 public:
  /// `type` as the format has it: '0' file, '2' link, '5' directory, 'x' extended header …
  TarMaker& add(std::string_view name, std::string_view contents, char type = '0',
                std::string_view link = {}, unsigned mode = 0644) {
    std::string header(512, '\0');
    const auto put = [&](std::size_t at, std::string_view text) {
      header.replace(at, text.size(), text);
    };
    put(0, name.substr(0, 100));
    put(100, fmt::format("{:07o}", mode));
    put(124, fmt::format("{:011o}", contents.size()));
    header[156] = type;
    put(157, link.substr(0, 100));
    put(257, std::string_view("ustar\0"
                              "00",
                              8));
    put(148, "        ");
    unsigned sum = 0;
    for (const char c : header) sum += static_cast<unsigned char>(c);
    put(148, fmt::format("{:06o}", sum));
    header[154] = '\0';
    bytes_ += header;
    bytes_ += contents;
    bytes_.append((512 - contents.size() % 512) % 512, '\0');
    return *this;
  }
  std::string tar() const { return bytes_ + std::string(1024, '\0'); }
  std::string gzip() const {
    const std::string plain = tar();
    libdeflate_compressor* const made = libdeflate_alloc_compressor(6);
    std::string packed(libdeflate_gzip_compress_bound(made, plain.size()), '\0');
    packed.resize(
        libdeflate_gzip_compress(made, plain.data(), plain.size(), packed.data(), packed.size()));
    libdeflate_free_compressor(made);
    if (packed.empty()) throw std::runtime_error("gzip failed");
    return packed;
  }

 private:
  std::string bytes_;
};

}  // namespace axle::test
