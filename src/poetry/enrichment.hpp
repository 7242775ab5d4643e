// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/toml/toml.hpp"
#include "poetry/dependency.hpp"
#include "poetry/source_entries.hpp"

namespace axle {

/// What `[tool.poetry.dependencies]` adds to the requirements of `[project]` (Poetry 2): sources,
/// narrower versions and markers for those of the same name; nothing for others. Holds references.
struct Enrichment {
  const TomlDocument& document;
  const std::vector<PoetryDependency>& dependencies;
};

/// Told of each entry that applies to a requirement at `place`, with the marker of both.
using UseEntry = std::function<void(const PoetryDependency&, const DependencyPlace&, Marker)>;

/// Enriches a list of requirement texts. Errors: `invalid_input` with its place where a version of
/// the entry and the requirement exclude each other, or for a text that is no requirement.
Result<void> enrich(const Enrichment& enrichment, const DependencyPlace& place, TomlValue& list,
                    const UseEntry& use);

}  // namespace axle
