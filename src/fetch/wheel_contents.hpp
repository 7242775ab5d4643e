// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "archive/archive_file.hpp"
#include "archive/member_reader.hpp"
#include "archive/zip_archive.hpp"
#include "axle/base/error.hpp"
#include "axle/standards/wheel_filename.hpp"
#include "fetch/wheel_record.hpp"
#include "store/wheel_manifest.hpp"

namespace axle {

/// What a wheel's own descriptions say, once they agree with its name and with its members.
struct WheelContents {
  ManifestDraft description;           ///< all but the files
  std::string metadata;                ///< the text of METADATA
  std::vector<RecordedHash> recorded;  ///< in the order of the archive's members
};

/// What a wheel's contents are held to.
struct WheelExpectation {
  const WheelFilename& name;
  bool any_version = false;      ///< FetchServices::any_version
  bool may_lack_hashes = false;  ///< WheelToFetch::is_built_here
};

/// The name of the one `.dist-info` directory, after the rules for top-level directories. Errors:
/// `integrity` E_WHEEL_META, E_WHEEL_SCHEME.
Result<std::string> find_dist_info(const WheelFile& file, const ZipArchive& archive,
                                   const WheelExpectation& expected);

/// Reads METADATA and holds it to the wheel's name. At most 16 MiB. Errors:
/// `integrity` E_WHEEL_META, E_ZIP_….
Result<std::string> read_checked_metadata(const WheelFile& file, const ZipArchive& archive,
                                          std::string_view dist_info,
                                          const WheelExpectation& expected, MemberReader& reader);

/// Reads WHEEL, METADATA, RECORD and entry_points.txt and checks all that can be checked before
/// unpacking. Errors: `integrity` with E_WHEEL_META, E_WHEEL_RECORD,
/// E_WHEEL_SCHEME, E_WHEEL_ENTRY or what the reader finds; `io`.
Result<WheelContents> inspect_wheel(const WheelFile& file, const ZipArchive& archive,
                                    const WheelExpectation& expected, MemberReader& reader);

/// The refusal of contents that are of another version than the name says: both are named.
std::unexpected<Error> refuse_version(std::string_view wheel, std::string_view member,
                                      const Version& stated, const WheelFilename& name);

/// Whether a file of the wheel is not installed: byte code, and what the installer writes itself.
bool is_left_out(std::string_view path, std::string_view dist_info);

}  // namespace axle
