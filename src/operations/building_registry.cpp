// SPDX-License-Identifier: MIT
#include "operations/building_registry.hpp"

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
  if (known || known.error().code != "E_METADATA_DYNAMIC") return known;
  TRY(CoreMetadata built, builder_.metadata(source_of(file)));
  // Such a file is passed over, as one whose metadata cannot be read.
  if (built.name != file.name())
    return fail_with_code(ErrorKind::invalid_input, "E_WHEEL_META",
                          fmt::format("`{}` has inconsistent metadata: its name is `{}`",
                                      escape_foreign(file.filename), built.name.text()),
                          file.filename, "PKG-INFO");
  if (built.version != file.version())
    return fail_with_code(ErrorKind::invalid_input, "E_WHEEL_META",
                          fmt::format("`{}` has inconsistent metadata: its version is {}",
                                      escape_foreign(file.filename), built.version.to_string()),
                          file.filename, "PKG-INFO");
  return std::make_shared<const CoreMetadata>(std::move(built));
}

}  // namespace axle
