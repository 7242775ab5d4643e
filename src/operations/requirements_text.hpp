// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <string>

#include "axle/resolve/resolution.hpp"
#include "model/sourced_requirement.hpp"

namespace axle {

/// How a resolution is written as requirements.txt.
struct RequirementsTextOptions {
  bool markers = false;     ///< of a universal resolution
  bool annotations = true;  ///< `# via` lines
  bool hashes = false;
  bool extras = false;  ///< keep `name[extra]`
  bool index_annotations = false;
  std::set<PackageName> omitted;
};

/// One entry for each package, by name and version, as `uv pip compile` writes them. `requirements`
/// tell which file asked for what.
std::string requirements_text(const Resolution& resolution,
                              const std::vector<SourcedRequirement>& requirements,
                              const RequirementsTextOptions& options);

}  // namespace axle
