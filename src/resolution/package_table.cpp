// SPDX-License-Identifier: MIT
#include "resolution/package_table.hpp"

#include <fmt/format.h>

#include <functional>

namespace axle {

std::size_t PackageTable::Hash::operator()(const SolverPackage& package) const noexcept {
  std::size_t seed = static_cast<std::size_t>(package.kind);
  const auto mix = [&](std::size_t value) {
    seed = (seed ^ value) * 0x9E3779B97F4A7C15ULL + (seed >> 29);
  };
  mix(package.name);
  mix(package.extra);
  mix(package.group);
  mix(std::hash<Marker>{}(package.marker));
  return seed ^ (seed >> 31);
}

PackageTable::Id PackageTable::id_of(const SolverPackage& package) {
  const auto [place, is_new] =
      ids_.try_emplace(package, Id{static_cast<std::uint32_t>(packages_.size())});
  if (is_new) packages_.push_back(package);
  return place->second;
}

std::string PackageTable::describe(Id id, const std::string& root_name) const {
  const SolverPackage& package = packages_[index(id)];
  switch (package.kind) {
    case PackageKind::root:
      return root_name;
    case PackageKind::installed_python:
    case PackageKind::target_python:
      return "Python";
    default:
      break;
  }
  std::string text = names[package.name].text();
  if (package.extra != no_name) text += fmt::format("[{}]", extras[package.extra].text());
  if (package.group != no_name) text += fmt::format(":{}", groups[package.group].text());
  if (package.kind == PackageKind::package || package.kind == PackageKind::marker)
    if (const auto marker = package.marker.to_text()) text += fmt::format("{{{}}}", *marker);
  return text;
}

}  // namespace axle
