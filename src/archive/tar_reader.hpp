// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "axle/base/error.hpp"

namespace axle {

/// A member of a tar archive as its headers describe it. Nothing of it was checked.
struct TarMember {
  enum class Kind : std::uint8_t { file, directory, symlink, hardlink, other };
  std::string path;
  std::string link;  ///< what a link points to
  Kind kind = Kind::file;
  std::uint64_t size = 0;  ///< bytes of data that follow
  unsigned mode = 0;       ///< permission bits as stated
};

/// Reads a tar archive that comes piece by piece: POSIX ustar and pax (path, linkpath, size), GNU
/// long names and large sizes.
class TarReader {
 public:
  /// Called for each member before its data; an error ends the reading.
  using OnMember = std::function<Result<void>(const TarMember&)>;
  /// Called with the data of the member that was announced last, in pieces.
  using OnData = std::function<Result<void>(std::string_view)>;

  /// `label` is what messages call the archive.
  TarReader(std::string label, OnMember on_member, OnData on_data)
      : label_(std::move(label)), on_member_(std::move(on_member)), on_data_(std::move(on_data)) {}

  /// False once the archive has ended; what follows does not matter. Limits: 500,000 members, names
  /// of 64 KiB. Errors: `integrity` (E_SDIST_DATA) for what is no tar archive; the callbacks'.
  Result<bool> take(std::string_view piece);
  /// After the last piece. Errors: `integrity` if a member is cut short.
  Result<void> finish() const;

 private:
  enum class Part : std::uint8_t { header, data, long_name, long_link, attributes, skipped };

  Result<bool> take_block();
  Result<void> begin_data(Part part, std::uint64_t size);
  Result<void> end_extension();
  Result<void> read_attributes(std::string_view text);
  std::unexpected<Error> damaged(std::string_view what) const;

  std::string label_;
  OnMember on_member_;
  OnData on_data_;
  std::string buffer_;  // a block, or the text of an extension
  Part part_ = Part::header;
  std::uint64_t left_ = 0;     // of the data
  std::uint64_t padding_ = 0;  // behind the data
  std::uint64_t members_ = 0;
  bool ended_ = false;
  std::optional<std::string> next_path_, next_link_;
  std::optional<std::uint64_t> next_size_;
};

}  // namespace axle
