// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "archive/remote_zip.hpp"
#include "axle/base/error.hpp"

namespace axle {

/// A gzip stream (RFC 1952) unpacked piece by piece, in bounded memory.
class GzipReader {
 public:
  /// Reads the first `size` bytes of `archive`, which must outlive it; `label` is what messages
  /// call it. Errors: `io` if the library that unpacks is not there.
  static Result<GzipReader> open(ArchiveBytes& archive, std::uint64_t size, std::string label);
  GzipReader(GzipReader&&) noexcept;
  GzipReader& operator=(GzipReader&&) noexcept;
  ~GzipReader();

  /// The next bytes of the plain text, empty at the end. Valid until the next call. Errors:
  /// `integrity` (E_SDIST_DATA) if it does not unpack, its checksum is wrong or it is cut short;
  /// those of the archive.
  Result<std::string_view> next();

 private:
  struct State;
  explicit GzipReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace axle
