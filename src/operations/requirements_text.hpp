// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "axle/index/index_set.hpp"
#include "axle/markers/marker_environment.hpp"
#include "axle/resolution/resolution.hpp"
#include "operations/output_pins.hpp"
#include "services/requirement_origins.hpp"
#include "services/services.hpp"

namespace axle {

/// How a resolution is written as requirements.txt.
struct RequirementsTextOptions {
  bool markers = false;     ///< of a universal resolution
  bool annotations = true;  ///< `# via` lines
  bool annotations_in_line = false;
  bool hashes = false;
  bool extras = false;  ///< keep `name[extra]`
  bool index_annotations = false;
  PinnedHashes pinned = {};                      ///< of the output file as it was
  std::vector<PackageName> omitted;              ///< named in this order in a comment at the end
  std::filesystem::path directory;               ///< that paths are relative to; absolute
  std::optional<MarkerEnvironment> environment;  ///< of a resolution for one machine
};

/// One entry for each package, by name and version, as `uv pip compile` writes them.
std::string requirements_text(const Resolution& resolution, const RequirementOrigins& origins,
                              const RequirementsTextOptions& options);

/// Gives the files of the resolution the digests that no index states, as `--generate-hashes`
/// promises them. Errors: those of digest_of_file and digest_of_url.
Result<void> complete_hashes(Resolution& resolution, const IndexSet& indexes, Services& services);

}  // namespace axle
