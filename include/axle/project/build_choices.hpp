// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "axle/standards/requirement.hpp"
#include "axle/versions/package_name.hpp"

// What the user can say about builds, as `tool.uv` has it.
namespace axle {

/// A value of `config-settings`: one text, or a list of them.
struct ConfigValue {
  std::vector<std::string> texts;
  bool is_list = false;
  friend bool operator==(const ConfigValue&, const ConfigValue&) = default;
};
using ConfigSettings = std::map<std::string, ConfigValue>;

/// An item of `extra-build-dependencies`.
struct ExtraBuildDependency {
  Requirement requirement;
  bool match_runtime = false;  ///< in the version that the package is installed beside
};

struct BuildChoices {
  ConfigSettings config_settings;
  std::map<PackageName, ConfigSettings> config_settings_package;
  bool no_isolation = false;
  std::set<PackageName> no_isolation_packages;
  std::map<PackageName, std::vector<ExtraBuildDependency>> extra_dependencies;
  std::map<PackageName, std::map<std::string, std::string>> extra_variables;

  bool isolates(const PackageName& name) const {
    return !no_isolation && !no_isolation_packages.contains(name);
  }
};

}  // namespace axle
