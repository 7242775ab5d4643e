// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "archive/zip_archive.hpp"
#include "axle/base/error.hpp"
#include "store/wheel_manifest.hpp"

namespace axle {

/// The name of the wheel's `.data` directory; empty if it has none. Errors: `integrity`
/// E_WHEEL_SCHEME if there are two.
Result<std::string> find_data_directory(std::string_view wheel, const ZipArchive& archive);

/// Where the wheel's files would go, checked without an environment: only the
/// five keys below `.data`, no two files at one place when purelib and platlib are one directory,
/// nothing over the environment's interpreter or scripts. Errors: `integrity` E_WHEEL_SCHEME.
Result<void> check_schemes(std::string_view wheel, const ZipArchive& archive,
                           const ManifestDraft& wheel_description);

}  // namespace axle
