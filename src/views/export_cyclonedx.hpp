// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "axle/lock/lockfile.hpp"
#include "views/export.hpp"

namespace axle {

struct CycloneDxStyle {
  std::string serial_number;           ///< `urn:uuid:…`
  std::string timestamp;               ///< RFC 3339
  std::string_view tool_version = {};  ///< of the axle that writes it
  std::string_view default_index;      ///< a purl names every other index
  bool all_packages = false;  ///< every member was chosen: none of them is what it is about
};

/// As a bill of materials (CycloneDX 1.5, JSON) with the members, order and properties that uv's
/// has: the project is what it is about, and every other package a component with its package URL,
/// its files that have hashes, its marker, and what it depends on of what is written. Where no
/// project is meant, a component that stands for the workspace takes its place. `selected` is what
/// the packages were reached from.
std::string cyclonedx_export(const Lockfile& lockfile, const LockSelection& selected,
                             const std::vector<ExportedPackage>& packages,
                             const CycloneDxStyle& style);

}  // namespace axle
