// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "axle/markers/marker.hpp"
#include "resolution/names.hpp"
#include "solver/ids.hpp"

namespace axle {

/// What the solver decides about.
enum class PackageKind : std::uint8_t {
  root,              ///< what was asked for
  installed_python,  ///< only ever depended on, by versions that need another Python
  target_python,
  package,  ///< a package, or one of its extras or groups, perhaps under a marker
  marker,   ///< stands for a package and the same package under a marker
  extra,    ///< stands for a package and one of its extras
  group,    ///< stands for a group of a package
};

struct SolverPackage {
  PackageKind kind = PackageKind::package;
  NameId name = no_name;
  ExtraId extra = no_name;
  GroupId group = no_name;
  Marker marker = Marker::always();

  bool is_proxy() const {
    return kind == PackageKind::marker || kind == PackageKind::extra || kind == PackageKind::group;
  }
  bool is_package() const { return kind == PackageKind::package; }
  /// A package or a stand-in for one, so that `name` is set.
  bool has_name() const { return name != no_name; }

  friend bool operator==(const SolverPackage&, const SolverPackage&) = default;
};

/// The packages of the solver as small numbers; 0 is the root. Shared by all forks.
class PackageTable {
 public:
  using Id = solver::PackageId;
  static constexpr Id root{0};

  PackageTable() { id_of(SolverPackage{.kind = PackageKind::root}); }

  Id id_of(const SolverPackage& package);
  const SolverPackage& operator[](Id id) const { return packages_[index(id)]; }
  std::size_t size() const { return packages_.size(); }

  Interner<PackageName> names;
  Interner<ExtraName> extras;
  Interner<GroupName> groups;

  /// As messages name it: `torch`, `torch[gpu]`, `torch:dev`, `torch{sys_platform == 'linux'}`.
  std::string describe(Id id, const std::string& root_name) const;

 private:
  struct Hash {
    std::size_t operator()(const SolverPackage& package) const noexcept;
  };
  std::unordered_map<SolverPackage, Id, Hash> ids_;
  std::vector<SolverPackage> packages_;
};

}  // namespace axle
