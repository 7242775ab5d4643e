// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/markers/marker.hpp"
#include "axle/toml/toml.hpp"
#include "axle/versions/package_name.hpp"
#include "poetry/constraint.hpp"
#include "toml/toml_reader.hpp"

namespace axle {

struct PoetryGit {
  std::string repository;
  std::string reference_key;  ///< `branch`, `tag` or `rev`; empty for the default branch
  std::string reference;
  std::string subdirectory;

  bool operator==(const PoetryGit&) const = default;
};
struct PoetryPath {
  std::string path;  ///< as written, with `subdirectory` joined to it

  bool operator==(const PoetryPath&) const = default;
};
struct PoetryUrl {
  std::string url;
  std::string subdirectory;

  bool operator==(const PoetryUrl&) const = default;
};

/// One entry of a table of dependencies; a list of entries becomes several. A value.
/// Source: Poetry's documentation, "Dependency specification".
struct PoetryDependency {
  PackageName name;
  std::string key;  ///< the name as written
  TomlPosition position;
  std::optional<PoetryConstraint> constraint;  ///< `version`, if stated
  std::variant<std::monostate, PoetryGit, PoetryPath, PoetryUrl> origin;
  std::vector<std::string> extras;
  Marker marker;  ///< of `python`, `platform` and `markers`; may test the project's extras
  std::optional<std::string> source;
  std::optional<bool> allow_prereleases;
  bool develop = false;
  bool optional = false;

  bool is_direct() const { return !std::holds_alternative<std::monostate>(origin); }
};

/// Whether a key of a table of dependencies is not a package but the Pythons, in any case.
bool is_python(std::string_view key);

/// Reads a table of dependencies; `python` is left out. Warnings (a platform that is none, a key
/// without effect) are added to `warnings`. Errors: `invalid_input` with its place, naming the
/// dependency, for anything that Poetry's schema refuses.
Result<std::vector<PoetryDependency>> read_poetry_dependencies(const TomlReader& table,
                                                               std::vector<std::string>& warnings);

}  // namespace axle
