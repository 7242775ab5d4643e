// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "axle/markers/marker.hpp"
#include "axle/model/sourced_requirement.hpp"
#include "axle/versions/package_name.hpp"
#include "toml/toml_reader.hpp"

namespace axle {

struct UrlEntry {
  std::string url, subdirectory;
};
struct PathEntry {
  std::string path;
  std::optional<bool> editable, package;
};
struct IndexEntry {
  std::string index;
};
struct WorkspaceEntry {
  std::string path;  ///< of another workspace; empty for `workspace = true`
  std::optional<bool> editable;
};

/// One table of `tool.uv.sources`, as written.
struct SourceEntry {
  std::variant<GitSource, UrlEntry, PathEntry, IndexEntry, WorkspaceEntry> kind;
  Marker marker;
  std::optional<ExtraName> extra;  ///< at most one of extra and group
  std::optional<GroupName> group;
  TomlPosition position;
};

using SourceEntries = std::map<PackageName, std::vector<SourceEntry>>;

/// Reads `tool.uv.sources`. Errors: `invalid_input` with its place for keys that do not go
/// together, no kind of source, unknown keys, one package twice, markers of neighbours that
/// overlap.
Result<SourceEntries> read_source_entries(const TomlReader& parent, const TomlValue& table);

}  // namespace axle
