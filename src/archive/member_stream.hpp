// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "archive/member_check.hpp"
#include "archive/zip_archive.hpp"
#include "axle/base/error.hpp"

namespace axle {

/// Unpacks one member whose packed bytes come in pieces, at any time; keeps 90 KiB between them.
/// Not safe for several threads at a time.
class MemberStream {
 public:
  /// `archive` is what messages call the archive. Errors: `io` if the library that unpacks is not
  /// there.
  static Result<MemberStream> open(std::string archive, const ZipMember& member);
  MemberStream(MemberStream&&) noexcept;
  MemberStream& operator=(MemberStream&&) noexcept;
  ~MemberStream();

  /// How many packed bytes were taken, and how many are still to come.
  std::uint64_t taken() const;
  std::uint64_t left() const;

  /// The next packed bytes, at most `left()` of them. Gives what they unpack to to `sink`, in
  /// pieces of at most `room`, where they are put. Errors: `integrity` E_ZIP_DATA; the sink's.
  Result<void> take(std::span<const unsigned char> packed, std::span<unsigned char> room,
                    const ByteSink& sink);
  /// After the last of them: sizes and CRC-32 are right. Errors: `integrity` E_ZIP_DATA.
  Result<void> finish();

 private:
  struct State;
  explicit MemberStream(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace axle
