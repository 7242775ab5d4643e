// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "axle/base/error.hpp"
#include "axle/versions/package_name.hpp"

namespace axle {

/// Parts of an archive that lies elsewhere, or in a file.
class ArchiveBytes {
 public:
  struct Tail {
    std::string bytes;
    std::uint64_t archive_size;
  };
  virtual ~ArchiveBytes() = default;
  /// The last `size` bytes, or all of them if there are fewer.
  virtual Result<Tail> tail(std::uint64_t size) = 0;
  /// Exactly `size` bytes from `offset` on; they are inside the archive.
  virtual Result<std::string> read(std::uint64_t offset, std::uint64_t size) = 0;
};

/// How much of the end is read first: it holds the whole directory of most wheels, and often
/// METADATA, too.
inline constexpr std::uint64_t zip_tail_bytes = 16 * 1024;

/// The text of `*.dist-info/METADATA` of the wheel in `archive`, read with as few and as small
/// reads as the format allows: the tail, what is missing of the central directory (1 MB for torch),
/// the member; each only if not yet at hand.
///
/// Reads what it needs and no more: whoever unpacks the wheel checks the rest. Directory at most 32
/// MiB, METADATA at most 16 MiB. Errors: `integrity` with E_ZIP_STRUCTURE, E_ZIP_DATA or
/// E_ZIP_UNSUPPORTED for an archive that cannot be read, E_WHEEL_META if there is no such member,
/// or several, or it is another project's; what `archive` fails with.
Result<std::string> read_wheel_metadata(ArchiveBytes& archive, const PackageName& name,
                                        const std::string& wheel);

/// The text of `<top folder>/PKG-INFO` of an sdist that is a ZIP; otherwise as read_wheel_metadata.
Result<std::string> read_zip_pkg_info(ArchiveBytes& archive, const std::string& sdist);

}  // namespace axle
