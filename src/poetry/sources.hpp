// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/toml/toml.hpp"
#include "toml/toml_reader.hpp"

namespace axle {

/// An index in uv's terms (`[[tool.uv.index]]`).
struct PoetryIndex {
  std::string name;
  std::string source_name;  ///< as Poetry has it; other letters than an index may have are `-`
  std::string url;
  bool is_default = false;
  bool is_explicit = false;
  bool is_supplemental = false;  ///< beside several that compete
  bool is_flat = false;          ///< one page for all projects
  bool is_pypi = false;          ///< the built-in source: a login or a refusal there is an error
};

/// `[[tool.poetry.source]]` as indexes and a strategy that searches them as Poetry does.
/// Source: Poetry's documentation, "Repositories".
struct PoetrySources {
  std::vector<PoetryIndex> indexes;  ///< in the order in which they are searched
  std::string strategy;              ///< a value of `index-strategy`; empty for the usual one

  /// The name of the index that `source = "NAME"` means; none if there is none.
  std::optional<std::string> index_named(std::string_view name) const;
};

/// `project`: the file's root. `pypi_url`: where the built-in source is. Errors: `invalid_input`
/// with its place for a source without a name or URL, two of one name, a URL for PyPI, an unknown
/// key or priority, and explicit sources that leave nothing to search.
Result<PoetrySources> read_poetry_sources(const TomlReader& poetry, std::string_view pypi_url);

}  // namespace axle
