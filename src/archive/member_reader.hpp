// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "archive/archive_file.hpp"
#include "archive/member_check.hpp"
#include "archive/member_stream.hpp"
#include "archive/zip_archive.hpp"
#include "axle/base/error.hpp"

namespace axle {

/// Unpacks members, one at a time: small ones in one go (libdeflate), large ones through a window
/// (ISA-L). Keeps its buffers, about 3 MiB, from member to member; one for each thread.
class MemberReader {
 public:
  MemberReader();
  MemberReader(MemberReader&&) noexcept;
  MemberReader& operator=(MemberReader&&) noexcept;
  ~MemberReader();

  /// Gives all bytes of the member to `sink`, at most its declared size; then its CRC-32 and both
  /// sizes were found right. Errors: `integrity` E_ZIP_DATA; `io`; `cancelled`;
  /// the sink's.
  Result<void> read(const WheelFile& file, const ZipMember& member, const ByteSink& sink);

  /// The whole member as text. Errors: as above; E_ZIP_BOMB if it is larger than `limit`.
  Result<std::string> read_text(const WheelFile& file, const ZipMember& member,
                                std::uint64_t limit);

  /// The next packed bytes of the member for `stream`, at most `most` and not many at a time. For a
  /// member of which not all has come yet. Errors: the stream's; `io`; `cancelled`.
  Result<void> read_piece(const WheelFile& file, const ZipMember& member, MemberStream& stream,
                          std::uint64_t most, const ByteSink& sink);

 private:
  struct Buffers;
  std::unique_ptr<Buffers> buffers_;
};

}  // namespace axle
