// SPDX-License-Identifier: MIT
#include "views/direct_reference.hpp"

#include "base/text.hpp"

namespace axle {
namespace {

/// Without `user:password@` of a URL with an authority.
std::string without_user(std::string_view url) {
  const std::size_t start = url.find("://");
  if (start == std::string_view::npos) return std::string(url);
  const std::size_t authority = start + 3;
  const std::size_t end = std::min(url.find('/', authority), url.size());
  const std::size_t at = url.substr(0, end).rfind('@');
  if (at == std::string_view::npos || at < authority) return std::string(url);
  // The user of ssh is no secret, and needed.
  if (url.starts_with("ssh://") &&
      url.substr(authority, at - authority).find(':') == std::string_view::npos)
    return std::string(url);
  return std::string(url.substr(0, authority)) + std::string(url.substr(at + 1));
}

}  // namespace

GitLocation parse_git_location(std::string_view text) {
  GitLocation location;
  const std::size_t hash = std::min(text.find('#'), text.size());
  if (hash < text.size()) location.commit = text.substr(hash + 1);
  const std::string_view rest = text.substr(0, hash);
  const std::size_t query = std::min(rest.find('?'), rest.size());
  location.url = without_user(rest.substr(0, query));
  if (query == rest.size()) return location;
  for (const std::string_view part : split(rest.substr(query + 1), '&')) {
    const std::size_t equals = std::min(part.find('='), part.size());
    const std::string_view key = part.substr(0, equals);
    std::string value = percent_decode(part.substr(std::min(equals + 1, part.size())));
    if (key == "rev" || key == "branch" || key == "tag")
      location.revision = std::move(value);
    else if (key == "subdirectory")
      location.subdirectory = std::move(value);
    else if (key == "lfs")
      location.lfs = value == "true";
  }
  return location;
}

std::string git_requirement_url(const GitLocation& location) {
  std::string text = "git+" + location.url;
  const std::string& revision = location.commit.empty() ? location.revision : location.commit;
  if (!revision.empty()) text += "@" + revision;
  std::string fragment;
  if (!location.subdirectory.empty()) fragment = "subdirectory=" + location.subdirectory;
  if (location.lfs) fragment += std::string(fragment.empty() ? "" : "&") + "lfs=true";
  if (!fragment.empty()) text += "#" + fragment;
  return text;
}

std::string archive_url(const LockSource& source) {
  if (source.subdirectory.empty()) return source.text;
  return source.text.substr(0, source.text.find('#')) + "#subdirectory=" + source.subdirectory;
}

}  // namespace axle
