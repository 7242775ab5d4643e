// SPDX-License-Identifier: MIT
#include "provision/building_registry.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {

PackageSource source_of(const DistributionFile& file) {
  SdistSource sdist{.filename = file.filename,
                    .url = file.url,
                    .path = {},
                    .hashes = file.hashes,
                    .size = file.size,
                    .index = file.index->text()};
  if (file.local_path) {
    sdist.path = *file.local_path;
    sdist.url.clear();
  }
  return {.name = file.name(), .version = file.version(), .place = std::move(sdist)};
}

Result<std::shared_ptr<const CoreMetadata>> BuildingRegistry::metadata(
    const DistributionFile& file) {
  auto known = known_.metadata(file);
  if (known || file.is_wheel()) return known;
  // Without the network too: what was built before is kept, and tells.
  const bool is_offline = known.error().code == ErrorCode::offline;
  if (!is_offline && known.error().code != ErrorCode::metadata_dynamic) return known;
  auto asked = builder_.metadata(source_of(file));
  if (!asked && is_offline) return known;
  TRY(const CoreMetadata built, std::move(asked));
  // Such a file is passed over, as one whose metadata cannot be read.
  if (built.name != file.name())
    return fail_with_code(ErrorKind::invalid_input, ErrorCode::wheel_meta,
                          fmt::format("`{}` has inconsistent metadata: its name is `{}`",
                                      escape_foreign(file.filename), built.name.text()),
                          file.filename, "PKG-INFO");
  if (built.version != file.version())
    return fail_with_code(ErrorKind::invalid_input, ErrorCode::wheel_meta,
                          fmt::format("`{}` has inconsistent metadata: its version is {}",
                                      escape_foreign(file.filename), built.version.to_string()),
                          file.filename, "PKG-INFO");
  return std::make_shared<const CoreMetadata>(built);
}

}  // namespace axle
