// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "axle/markers/marker.hpp"
#include "axle/toml/toml.hpp"
#include "axle/versions/package_name.hpp"
#include "poetry/dependency.hpp"
#include "poetry/sources.hpp"

namespace axle {

/// Where in the project a dependency stands.
struct DependencyPlace {
  enum class Kind { main, extra, group };
  Kind kind = Kind::main;
  std::string name;  ///< of the extra or group
  friend auto operator<=>(const DependencyPlace&, const DependencyPlace&) = default;
};

/// Gathers where each package is to come from and writes `tool.uv.sources`: one entry where all say
/// the same, else one for each marker, extra and group, with markers that exclude each other, as uv
/// wants them.
class SourceEntryWriter {
 public:
  /// `marker`: of the requirement there, without extras.
  void add(const PoetryDependency& dependency, const PoetrySources& sources,
           const DependencyPlace& place, Marker marker);
  /// A table; empty if no package has a source of its own.
  TomlValue table(TomlPosition position) const;

 private:
  struct Entry {
    TomlValue fields;  ///< what tells the source, without marker and place; empty for none
    DependencyPlace place;
    Marker marker;
  };
  static TomlValue table_of(const Entry& entry, Marker marker, bool with_place);
  static TomlValue written(const std::vector<Entry>& entries);

  std::map<PackageName, std::vector<Entry>> packages_;
};

}  // namespace axle
