// SPDX-License-Identifier: MIT
#include "poetry/one_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/text.hpp"

namespace axle {
namespace {

/// When an entry counts: on the Pythons of the project, and of an optional one in its extras.
Marker reach_of(const PoetryProject& project, const PoetryDependency& dependency) {
  Marker reach = dependency.marker;
  if (project.python) reach &= project.python->marker();
  Marker extras = Marker::never();
  for (const PoetryExtra& extra : project.extras) {
    const auto name = ExtraName::parse(extra.name);
    if (name && std::ranges::find(extra.dependencies, dependency.name) != extra.dependencies.end())
      extras |= Marker::extra(*name);
  }
  return dependency.optional && !extras.is_never() ? reach & extras : reach;
}

bool has_place(const PoetryDependency& dependency) {
  return dependency.is_direct() || dependency.source;
}

bool same_place(const PoetryDependency& a, const PoetryDependency& b) {
  return a.origin == b.origin && a.source.has_value() == b.source.has_value() &&
         (!a.source || equals_ignoring_case(*a.source, *b.source));
}

std::string place_of(const PoetryDependency& dependency) {
  if (dependency.source) return fmt::format("the source `{}`", escape_foreign(*dependency.source));
  if (const auto* path = std::get_if<PoetryPath>(&dependency.origin))
    return fmt::format("`{}`", escape_foreign(path->path));
  if (const auto* url = std::get_if<PoetryUrl>(&dependency.origin))
    return fmt::format("`{}`", escape_foreign(url->url));
  return fmt::format("`{}`", escape_foreign(std::get<PoetryGit>(dependency.origin).repository));
}

}  // namespace

Result<void> check_one_source(const TomlDocument& document, const PoetryProject& project) {
  std::vector<const PoetryDependency*> placed = all_dependencies(project);
  std::erase_if(placed, [](const PoetryDependency* each) { return !has_place(*each); });
  for (std::size_t at = 0; at < placed.size(); ++at) {
    const PoetryDependency& second = *placed[at];
    for (std::size_t before = 0; before < at; ++before) {
      const PoetryDependency& first = *placed[before];
      if (first.name != second.name || same_place(first, second)) continue;
      if (reach_of(project, first).is_disjoint(reach_of(project, second))) continue;
      return document.error(
          second.position,
          fmt::format("`{}` comes from {} here and from {} in line {}, and both hold in one "
                      "environment",
                      escape_foreign(second.key), place_of(second), place_of(first),
                      first.position.line),
          "keep one of them, or make their `markers` exclude each other");
    }
  }
  return {};
}

}  // namespace axle
