// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "axle/base/error.hpp"
#include "base/fd.hpp"

namespace axle {

/// A wheel open for reading at any place, by several threads at a time.
class WheelFile {
 public:
  /// `label` is what messages call it. Errors: `io`, `not_found`; `invalid_input` if it is not a
  /// regular file.
  static Result<WheelFile> open(const std::filesystem::path& path, std::string label);

  /// Fills `into` completely. Errors: `io`; `integrity` (E_ZIP_STRUCTURE) if the file ends before.
  Result<void> read_at(std::uint64_t offset, std::span<unsigned char> into) const;
  std::uint64_t size() const { return size_; }
  const std::string& label() const { return label_; }
  int file() const { return file_.get(); }

 private:
  WheelFile(Fd file, std::uint64_t size, std::string label)
      : file_(std::move(file)), size_(size), label_(std::move(label)) {}

  Fd file_;
  std::uint64_t size_;
  std::string label_;
};

}  // namespace axle
