// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <filesystem>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/model/index_definition.hpp"
#include "axle/project/exclude_newer.hpp"
#include "toml/toml_reader.hpp"

namespace axle {

/// What the reading of a file needs to know beside the file.
struct ReadContext {
  std::filesystem::path directory;  ///< relative paths start here
  IndexOrigin origin = IndexOrigin::project;
  std::chrono::system_clock::time_point now;
};

/// The `[[tool.uv.index]]` entries. Unknown keys are ignored, as uv does.
/// Errors: `invalid_input` with its place for wrong values, an explicit index without a name, two
/// with one name or two defaults.
Result<std::vector<IndexDefinition>> read_index_tables(const TomlReader& parent,
                                                       const std::vector<TomlValue>& items,
                                                       const ReadContext& context);

/// An index name: ASCII letters, digits, `-`, `_` and `.`. Errors: `invalid_input`.
Result<std::string> parse_index_name(std::string_view text);

/// `name=url` or a URL, as `--index` and UV_INDEX have it.
Result<IndexDefinition> parse_index_option(std::string_view text,
                                           const std::filesystem::path& directory,
                                           IndexOrigin origin);

/// A string, `false`, or `{ timestamp, span }`.
Result<UploadLimit> read_upload_limit(const TomlReader& reader, const TomlValue& value);

}  // namespace axle
