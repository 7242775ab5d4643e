// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "axle/project/project.hpp"
#include "base/text.hpp"
#include "project/pyproject.hpp"
#include "support/error_text.hpp"
#include "support/temp_tree.hpp"

namespace axle::test {

/// 2026-03-01T00:00:00Z.
inline std::chrono::system_clock::time_point test_now() {
  return std::chrono::system_clock::time_point(std::chrono::seconds(1772323200));
}

inline Result<Pyproject> parse(std::string text) {
  return parse_pyproject("/project/pyproject.toml", std::move(text), test_now());
}

inline Result<Project> read_tree(const TempTree& tree, std::string_view below = {}) {
  ProjectRequest request;
  request.directory = tree / below;
  request.now = test_now();
  return read_project(request);
}

/// A requirement as `name ; marker | specifiers | index`, parts that are missing left out.
inline std::string shown(const SourcedRequirement& requirement) {
  std::string text = requirement.name.text();
  for (const ExtraName& extra : requirement.extras) text += "[" + extra.text() + "]";
  if (const auto marker = requirement.marker.to_text()) text += " ; " + *marker;
  if (const auto* registry = requirement.registry()) {
    if (!registry->specifiers.empty()) text += " | " + registry->specifiers.to_string(",");
    if (registry->index) text += " | " + registry->index->text();
    if (registry->conflict) text += " !";
  } else if (const auto* path = std::get_if<PathSource>(&requirement.source)) {
    text += " | path " + path->given;
  } else if (const auto* directory = std::get_if<DirectorySource>(&requirement.source)) {
    text += std::string(" | ") +
            (directory->is_editable  ? "editable "
             : directory->is_virtual ? "virtual "
                                     : "directory ") +
            directory->path.filename().string();
  } else if (const auto* url = std::get_if<UrlSource>(&requirement.source)) {
    text += " | url " + url->url + (url->subdirectory.empty() ? "" : " in " + url->subdirectory);
  } else if (const auto* git = std::get_if<GitSource>(&requirement.source)) {
    text += " | git " + git->repository + " " + git->reference_name;
  }
  return text;
}

inline std::vector<std::string> shown(const std::vector<SourcedRequirement>& requirements) {
  std::vector<std::string> all;
  for (const SourcedRequirement& requirement : requirements) all.push_back(shown(requirement));
  return all;
}

}  // namespace axle::test
