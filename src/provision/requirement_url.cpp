// SPDX-License-Identifier: MIT
#include "provision/requirement_url.hpp"

#include <fmt/format.h>

#include "net/url.hpp"

namespace axle {

std::optional<std::string> requirement_url(const RequirementSource& source) {
  if (const auto* directory = std::get_if<DirectorySource>(&source))
    return Url::from_path(directory->path).to_string();
  if (const auto* path = std::get_if<PathSource>(&source))
    return Url::from_path(path->path).to_string();
  std::string text, subdirectory;
  if (const auto* git = std::get_if<GitSource>(&source)) {
    text = "git+" + git->repository;
    if (!git->reference_name.empty()) text += "@" + git->reference_name;
    subdirectory = git->subdirectory;
  } else if (const auto* url = std::get_if<UrlSource>(&source)) {
    text = url->url;
    subdirectory = url->subdirectory;
  } else {
    return std::nullopt;
  }
  if (subdirectory.empty()) return text;
  return fmt::format("{}{}subdirectory={}", text, text.find('#') == std::string::npos ? '#' : '&',
                     subdirectory);
}

}  // namespace axle
