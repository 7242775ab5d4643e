// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/python/interpreter.hpp"
#include "axle/standards/requirement.hpp"
#include "axle/versions/package_name.hpp"

namespace axle {

/// Where hooks run: an environment with the build requirements in it.
class BuildEnvironment {
 public:
  virtual ~BuildEnvironment() = default;
  virtual const Interpreter& interpreter() const = 0;
  /// False: it is the project's own, and nothing is installed into it.
  virtual bool is_isolated() const = 0;
  /// Adds what a hook asked for (`get_requires_for_build_…`); nothing without isolation.
  /// Errors: those of resolving, fetching and installing.
  virtual Result<void> add(const std::vector<Requirement>& requirements) = 0;
};

/// What is to be built.
struct BuildTarget {
  std::filesystem::path tree;       ///< the folder with pyproject.toml or setup.py, absolute
  std::optional<PackageName> name;  ///< if it is known already
  std::string label;                ///< for messages: "demo==1.0", "demo @ file:///…"
};

/// Makes environments for builds: implemented by the floor that can resolve and install, so that
/// this room knows neither.
class BuildEnvironments {
 public:
  virtual ~BuildEnvironments() = default;
  /// An environment that holds `requirements` of the target, and what the settings add for it.
  virtual Result<std::unique_ptr<BuildEnvironment>> make(
      const BuildTarget& target, const std::vector<Requirement>& requirements) = 0;
};

/// What the settings say about the build of one package.
struct BuildSettings {
  std::string config_settings = "{}";            ///< JSON object, as hooks get it
  std::map<std::string, std::string> variables;  ///< set for hooks
};

}  // namespace axle
