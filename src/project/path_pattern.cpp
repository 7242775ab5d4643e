// SPDX-License-Identifier: MIT
#include "project/path_pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::size_t max_visited = 100000;
constexpr std::size_t max_levels = 16;

struct ClassMatch {
  bool matches;
  std::size_t end;  ///< of the class in the pattern
};

// `[...]` at `start`; none if it is never closed, and then it is a plain character.
std::optional<ClassMatch> match_class(std::string_view pattern, std::size_t start, char c) {
  std::size_t i = start + 1;
  const bool is_negated = i < pattern.size() && pattern[i] == '!';
  if (is_negated) ++i;
  bool found = false;
  for (bool is_first = true; i < pattern.size() && (is_first || pattern[i] != ']');
       is_first = false) {
    if (i + 2 < pattern.size() && pattern[i + 1] == '-' && pattern[i + 2] != ']') {
      found = found || (pattern[i] <= c && c <= pattern[i + 2]);
      i += 3;
    } else {
      found = found || pattern[i] == c;
      ++i;
    }
  }
  if (i >= pattern.size()) return std::nullopt;
  return ClassMatch{found != is_negated, i + 1};
}

bool has_special(std::string_view text) {
  return text.find_first_of("*?[") != std::string_view::npos;
}

/// The parts of a path between its slashes; `.` is none.
std::vector<std::string_view> path_parts(std::string_view path) {
  std::vector<std::string_view> parts;
  for (const std::string_view part : split(path, '/'))
    if (!part.empty() && part != ".") parts.push_back(part);
  return parts;
}

class Expansion {
 public:
  explicit Expansion(std::vector<std::string_view> parts) : parts_(std::move(parts)) {}

  Result<void> visit(const fs::path& directory, std::size_t part, std::size_t levels) {
    if (++visited_ > max_visited)
      return fail(ErrorKind::invalid_input,
                  fmt::format("the pattern looks at more than {} directories", max_visited));
    if (part == parts_.size()) {
      found.push_back(directory);
      return {};
    }
    const std::string_view name = parts_[part];
    if (name != "**" && !has_special(name)) {
      const fs::path next = (directory / fs::path(std::string(name))).lexically_normal();
      return path_exists(next) ? visit(next, part + 1, levels) : Result<void>{};
    }
    if (!directory_exists(directory)) return {};
    // `packages/**` is what is below `packages`, not the directory itself.
    const bool is_last = part + 1 == parts_.size();
    if (name == "**") {
      if (!is_last) TRY_OK(visit(directory, part + 1, levels));
      if (levels == max_levels) return {};
    }
    std::vector<std::string> names;
    TRY_OK(list_directory(directory, [&](const std::string& entry, bool is_directory) {
      if (name == "**" ? is_directory : matches_path_pattern(name, entry)) names.push_back(entry);
    }));
    for (const std::string& entry : names) {
      if (name == "**" && is_last) TRY_OK(visit(directory / entry, part + 1, levels + 1));
      TRY_OK(visit(directory / entry, name == "**" ? part : part + 1, levels + (name == "**")));
    }
    return {};
  }

  std::vector<fs::path> found;

 private:
  std::vector<std::string_view> parts_;
  std::size_t visited_ = 0;
};

}  // namespace

bool matches_path_pattern(std::string_view pattern, std::string_view path) {
  std::size_t p = 0, s = 0;
  std::size_t star = std::string_view::npos,
              star_path = 0;  // the last `*` and where what it takes ends
  while (s < path.size() || p < pattern.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_path = s;
      continue;
    }
    if (s < path.size() && p < pattern.size()) {
      const auto in_class = pattern[p] == '[' ? match_class(pattern, p, path[s]) : std::nullopt;
      if (in_class ? in_class->matches : pattern[p] == '?' || pattern[p] == path[s]) {
        p = in_class ? in_class->end : p + 1;
        ++s;
        continue;
      }
    }
    if (star == std::string_view::npos || star_path >= path.size()) return false;
    p = star + 1;
    s = ++star_path;
  }
  return true;
}

bool names_path(std::string_view pattern, std::string_view path) {
  const std::vector<std::string_view> parts = path_parts(pattern);
  const std::vector<std::string_view> names = path_parts(path);
  // Which beginnings of the pattern are the path so far.
  std::vector<bool> reached(parts.size() + 1, false);
  const auto skip_levels = [&](std::vector<bool>& at) {
    for (std::size_t i = 0; i + 1 < parts.size(); ++i)
      if (at[i] && parts[i] == "**") at[i + 1] = true;
  };
  reached[0] = true;
  skip_levels(reached);
  for (const std::string_view name : names) {
    std::vector<bool> next(parts.size() + 1, false);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (!reached[i]) continue;
      const bool is_any = parts[i] == "**";
      if (is_any) next[i] = true;
      if (is_any || matches_path_pattern(parts[i], name)) next[i + 1] = true;
    }
    skip_levels(next);
    reached = std::move(next);
  }
  return reached[parts.size()];
}

Result<std::vector<fs::path>> expand_path_pattern(const fs::path& root, std::string_view pattern) {
  Expansion expansion(path_parts(pattern));
  TRY_OK(expansion.visit(pattern.starts_with('/') ? fs::path("/") : root, 0, 0));
  std::ranges::sort(expansion.found);
  const auto rest = std::ranges::unique(expansion.found);
  expansion.found.erase(rest.begin(), rest.end());
  return std::move(expansion.found);
}

}  // namespace axle
