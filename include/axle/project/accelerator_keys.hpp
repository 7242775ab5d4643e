// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "axle/model/sourced_requirement.hpp"
#include "axle/standards/requirement.hpp"
#include "axle/toml/toml.hpp"
#include "axle/versions/package_name.hpp"

namespace axle {

class TomlReader;

/// Whether all accelerators get one release of a family package, or each its newest.
enum class AcceleratorVersions : std::uint8_t { same, newest };

/// `[tool.axle.accelerator.NAME]`; NAME is an accelerator or a kind of them.
struct AcceleratorEntry {
  std::vector<Requirement> dependencies;
  std::optional<std::string> index;  ///< of an accelerator that the data does not know
  std::optional<std::string> needs;  ///< "cuda >= 12.8", what its builds need of a machine
  TomlPosition position;
};

/// The keys `accelerator…` of `tool.axle`, as written and checked one by one. Which accelerators
/// there are is not known here.
struct AcceleratorKeys {
  std::vector<std::string> names;  ///< `accelerators`, in order, each once, at least one
  TomlPosition position;           ///< of `accelerators`
  AcceleratorVersions versions = AcceleratorVersions::same;
  std::string channel = "release";  ///< "release", "test" or "nightly"
  std::optional<std::string> index_url;
  std::vector<PackageName> more, fewer;    ///< `accelerator-packages`, without and with `!`
  std::optional<std::string> data;         ///< `accelerator-data`, a path as written
  std::optional<std::string> environment;  ///< a folder below the project, with `{accelerator}`
  std::map<std::string, AcceleratorEntry> entries;
};

/// None if there are no `accelerators`. Errors: `invalid_input` with its place, also for the other
/// keys where `accelerators` is missing.
Result<std::optional<AcceleratorKeys>> read_accelerator_keys(const TomlReader& reader);

/// An entry of `tool.uv.sources` that leads a package to an index.
struct IndexedSource {
  PackageName package;
  std::string place;  ///< "pyproject.toml:21"
};

/// `[tool.axle] accelerators` of a workspace's root, its dependencies with their sources applied.
struct ProjectAccelerators {
  AcceleratorKeys keys;
  std::string place;  ///< of `accelerators`, "pyproject.toml:12"
  std::map<std::string, std::vector<SourcedRequirement>> dependencies;  ///< by accelerator or kind
  std::vector<IndexedSource> sources;  ///< of all members, whatever their package
};

}  // namespace axle
