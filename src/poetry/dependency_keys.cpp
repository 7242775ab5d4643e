// SPDX-License-Identifier: MIT
#include "poetry/dependency_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/closest.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr auto known = std::to_array<std::string_view>(
    {"version", "python", "platform", "markers", "extras", "optional", "source", "git", "branch",
     "tag", "rev", "path", "file", "url", "develop", "subdirectory", "allow-prereleases"});

/// A kind of dependency, by the key that makes it one, and the keys that may stand beside it. The
/// first that fits counts; the last one is what has neither a version nor a place.
struct DependencyKind {
  std::string_view key;
  std::array<std::string_view, 11> others;
};
constexpr std::array kinds{
    DependencyKind{"git",
                   {"python", "platform", "markers", "optional", "extras", "branch", "tag", "rev",
                    "subdirectory", "develop", "allow-prereleases"}},
    DependencyKind{"file", {"python", "platform", "markers", "optional", "extras", "subdirectory"}},
    DependencyKind{
        "path", {"python", "platform", "markers", "optional", "extras", "subdirectory", "develop"}},
    DependencyKind{"url", {"python", "platform", "markers", "optional", "extras", "subdirectory"}},
    DependencyKind{
        "version",
        {"python", "platform", "markers", "optional", "extras", "source", "allow-prereleases"}},
    DependencyKind{"",
                   {"python", "platform", "markers", "source", "develop", "allow-prereleases"}}};

const DependencyKind& kind_of(const TomlReader& reader) {
  return *std::ranges::find_if(kinds, [&](const DependencyKind& kind) {
    return kind.key.empty() || reader.find(kind.key) != nullptr;
  });
}

}  // namespace

Result<void> check_dependency_keys(const TomlReader& reader, std::string_view name,
                                   std::vector<std::string>& warnings) {
  const DependencyKind& kind = kind_of(reader);
  const auto refuse = [&](const TomlEntry& entry, std::string_view what, std::string hint) {
    return reader.document().error(
        entry.position, fmt::format("`{}`: {}", escape_foreign(name), what), std::move(hint));
  };
  for (const TomlEntry& entry : reader.table().entries) {
    if (entry.key == "allows-prereleases") {
      warnings.push_back(
          fmt::format("`allows-prereleases` of `{}` has no effect in Poetry, nor here; "
                      "`allow-prereleases` has",
                      escape_foreign(name)));
      continue;
    }
    if (std::ranges::find(known, entry.key) == known.end()) {
      const std::string_view meant = closest(entry.key, known);
      return refuse(entry, fmt::format("there is no key `{}`", escape_foreign(entry.key)),
                    meant.empty() ? "take the key out" : fmt::format("write `{}`", meant));
    }
    if (entry.key == kind.key || std::ranges::find(kind.others, entry.key) != kind.others.end())
      continue;
    if (kind.key.empty())
      return refuse(entry, fmt::format("`{}` needs a `version`", entry.key),
                    "add `version = \"*\"`");
    return refuse(entry, fmt::format("`{}` has no place beside `{}`", entry.key, kind.key),
                  "keep one of the two");
  }
  return {};
}

}  // namespace axle
