// SPDX-License-Identifier: MIT
#include "provision/told_metadata.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include "axle/standards/core_metadata.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "index/metadata_source.hpp"

namespace axle {
namespace {

using Values = std::set<std::string>;

Values requirements_of(const CoreMetadata& metadata) {
  Values values;
  for (const Requirement& requirement : metadata.requires_dist)
    values.insert(requirement.to_string());
  return values;
}

Values extras_of(const CoreMetadata& metadata) {
  Values values;
  for (const ExtraName& extra : metadata.provides_extras) values.insert(extra.text());
  return values;
}

Values python_of(const CoreMetadata& metadata) {
  if (!metadata.requires_python) return {};
  return {metadata.requires_python->to_string()};
}

Result<void> compare(const WheelToFetch& wheel, std::string_view field, const Values& told,
                     const Values& is) {
  if (told == is) return {};
  Values only_told, only_is;
  std::ranges::set_difference(told, is, std::inserter(only_told, only_told.end()));
  std::ranges::set_difference(is, told, std::inserter(only_is, only_is.end()));
  const std::string what =
      !only_is.empty()
          ? fmt::format("it has `{}: {}`, which", field, escape_foreign(*only_is.begin()))
          : fmt::format("it does not have `{}: {}`, as", field, escape_foreign(*only_told.begin()));
  return fail_with_code(
      ErrorKind::integrity, ErrorCode::wheel_meta,
      fmt::format("`{}` is not what its index said of it: {} the index {}",
                  escape_foreign(wheel.filename), what, !only_is.empty() ? "did not tell" : "told"),
      wheel.filename, "METADATA",
      fmt::format("do not use this wheel before its index is put right; then forget what it said "
                  "with `axle cache clean {}`",
                  wheel.wheel.name.text()));
}

}  // namespace

Result<void> check_told_metadata(const WheelToFetch& wheel, const StoredWheel& stored,
                                 const Cache& cache, const HttpCache& http_cache) {
  if (wheel.url.empty() || wheel.index.empty()) return {};
  const auto told = remembered_metadata(cache, http_cache,
                                        {wheel.index, wheel.wheel.name, wheel.url, wheel.hashes});
  if (!told) return {};
  TRY(const std::string text,
      read_file(stored.tree / std::string(stored.manifest->dist_info) / "METADATA",
                CoreMetadata::max_bytes));
  TRY(const CoreMetadata is, CoreMetadata::parse(text));
  TRY_OK(compare(wheel, "Requires-Dist", requirements_of(*told), requirements_of(is)));
  TRY_OK(compare(wheel, "Requires-Python", python_of(*told), python_of(is)));
  return compare(wheel, "Provides-Extra", extras_of(*told), extras_of(is));
}

}  // namespace axle
