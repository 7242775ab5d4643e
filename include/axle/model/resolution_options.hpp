// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "axle/model/index_definition.hpp"
#include "axle/model/sourced_requirement.hpp"
#include "axle/standards/core_metadata.hpp"
#include "axle/versions/package_name.hpp"
#include "axle/versions/version.hpp"

// What the user can say about a resolution, as the resolver wants it.
namespace axle {

/// The oldest C libraries that have to be served; numbers are major and minor.
struct MinimumLibc {
  std::optional<std::pair<unsigned, unsigned>> glibc;
  std::optional<std::pair<unsigned, unsigned>> musl;
  friend bool operator==(const MinimumLibc&, const MinimumLibc&) = default;
};

enum class ResolutionMode { highest, lowest, lowest_direct };
enum class PrereleaseMode { disallow, allow, if_necessary, explicitly };
enum class ForkStrategy { requires_python, fewest };

/// What may be built, and what may be used as a wheel. `All` with exceptions is the negated list.
struct BuildOptions {
  bool no_build = false;
  bool no_binary = false;
  std::set<PackageName> no_build_packages,
      build_packages;  ///< never built; built in spite of `no_build`
  std::set<PackageName> no_binary_packages,
      binary_packages;  ///< never as wheel; as wheel in spite of `no_binary`

  [[nodiscard]] bool allows_build(const PackageName& name) const {
    return !no_build_packages.contains(name) && (!no_build || build_packages.contains(name));
  }
  [[nodiscard]] bool allows_wheel(const PackageName& name) const {
    return !no_binary_packages.contains(name) && (!no_binary || binary_packages.contains(name));
  }
};

/// Files uploaded at or after a moment do not exist; an empty cutoff lifts the limit for a package.
/// What the indexes say for themselves stands in IndexDefinition. Precedence: package > package of
/// an index > index > global.
struct ExcludeNewer {
  UploadCutoff global;
  std::map<PackageName, UploadCutoff> packages;
};

/// An override or exclusion; `scope` limits it to the requirements of one package, perhaps of one
/// version.
struct OverrideScope {
  PackageName package;
  std::optional<Version> version;
};
struct Override {
  std::optional<OverrideScope> scope;
  SourcedRequirement requirement;
};
struct Exclude {
  std::optional<OverrideScope> scope;
  PackageName name;
};

/// `tool.uv.dependency-metadata`: taken in place of what the files say. An entry with the version
/// goes before one without.
struct StatedMetadata {
  PackageName name;
  std::optional<Version> version;
  std::shared_ptr<const CoreMetadata> metadata;
};

}  // namespace axle
