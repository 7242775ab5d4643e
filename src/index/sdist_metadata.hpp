// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "archive/remote_zip.hpp"
#include "axle/model/distribution_file.hpp"
#include "axle/standards/core_metadata.hpp"
#include "index/index_services.hpp"

namespace axle {

/// PKG-INFO of an sdist (`.tar.gz`, `.tgz` or `.zip`), which is fetched whole if it is not local.
/// No code of it runs. Errors: `not_found` with E_METADATA_DYNAMIC if only a build can tell the
/// dependencies: PKG-INFO is missing, older than metadata 2.2, or says that they are dynamic;
/// `integrity` for a damaged archive; those of Registry::metadata.
Result<std::string> fetch_sdist_metadata(const IndexServices& services, const IndexSet& indexes,
                                         const DistributionFile& file, Response& response);

/// Why PKG-INFO does not tell what a wheel of it would need, "Requires-Dist is dynamic"; empty if
/// it does (PyPA "Core metadata specifications", Dynamic).
std::string why_not_static(const CoreMetadata& metadata);

/// The text of `<top folder>/PKG-INFO` in a gzipped tar; none if it has none. At most 4 GiB and 500
/// 000 members are looked through. Linear. Errors: `integrity` if it does not unpack.
Result<std::optional<std::string>> read_tar_pkg_info(ArchiveBytes& archive, std::uint64_t size,
                                                     const std::string& sdist);

}  // namespace axle
