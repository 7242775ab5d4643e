// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/sha256.hpp"
#include "base/text.hpp"
#include "views/direct_reference.hpp"
#include "views/export.hpp"

namespace axle {
namespace {

/// A path that no reader takes for a name.
std::string anchored(const std::string& path) {
  if (path.empty()) return ".";
  const std::string first = path.substr(0, path.find('/'));
  return first.empty() || first == "." || first == ".." ? path : "./" + path;
}

/// A path as a requirement: absolute ones as URL.
std::string path_text(const std::string& path) {
  return path.starts_with('/') ? "file://" + percent_encode(path, "/") : anchored(path);
}

std::string requirement_text(const LockedPackage& package, const RequirementsStyle& style) {
  const LockSource& source = package.source;
  switch (source.kind) {
    case LockSource::Kind::registry_url:
    case LockSource::Kind::registry_path:
      return fmt::format("{}=={}", package.name.text(),
                         package.version.value_or(Version()).to_string());
    case LockSource::Kind::git:
      return fmt::format("{} @ {}", package.name.text(),
                         git_requirement_url(parse_git_location(source.text)));
    case LockSource::Kind::url:
      return fmt::format("{} @ {}", package.name.text(), archive_url(source));
    case LockSource::Kind::editable:
      if (style.editable.allows(package.name)) return fmt::format("-e {}", anchored(source.text));
      break;
    case LockSource::Kind::path:
    case LockSource::Kind::directory:
    case LockSource::Kind::virtual_tree:
      break;
  }
  return path_text(source.text);
}

/// What has no name comes first.
int rank(const LockedPackage& package) {
  using Kind = LockSource::Kind;
  switch (package.source.kind) {
    case Kind::editable:
      return 0;
    case Kind::path:
    case Kind::directory:
      return 1;
    default:
      return 2;
  }
}

std::string hashes_text(const LockedPackage& package) {
  std::vector<FileHash> hashes;
  if (package.sdist && package.sdist->hash) hashes.push_back(*package.sdist->hash);
  for (const LockedFile& wheel : package.wheels)
    if (wheel.hash) hashes.push_back(*wheel.hash);
  std::ranges::sort(hashes);
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  std::string text;
  for (const FileHash& hash : hashes)
    text += fmt::format(" \\\n    --hash={}:{}", to_string(hash.algorithm), hash.hex);
  return text;
}

std::vector<std::string> names_of(const Lockfile& lockfile, const std::set<std::size_t>& packages) {
  std::set<std::string> names;
  for (const std::size_t package : packages) names.insert(lockfile.packages[package].name.text());
  return {names.begin(), names.end()};
}

}  // namespace

std::string via_lines(const std::vector<std::string>& names) {
  if (names.empty()) return {};
  if (names.size() == 1) return fmt::format("    # via {}\n", names.front());
  std::string text = "    # via\n";
  for (const std::string& name : names) text += fmt::format("    #   {}\n", name);
  return text;
}

std::string requirements_export(const Lockfile& lockfile,
                                const std::vector<ExportedPackage>& packages,
                                const RequirementsStyle& style) {
  std::vector<const ExportedPackage*> sorted;
  for (const ExportedPackage& exported : packages)
    if (lockfile.packages[exported.package].source.kind != LockSource::Kind::virtual_tree)
      sorted.push_back(&exported);
  const auto key = [&](const ExportedPackage* exported) {
    const LockedPackage& package = lockfile.packages[exported->package];
    const int place = rank(package);
    const std::filesystem::path path = place == 2 ? "" : package.source.text;
    return std::tuple(place, !path.is_absolute(), path, exported->package);
  };
  std::ranges::sort(sorted, {}, key);
  std::string out;
  for (const ExportedPackage* exported : sorted) {
    const LockedPackage& package = lockfile.packages[exported->package];
    out += requirement_text(package, style);
    if (const auto marker = exported->marker.to_text()) out += " ; " + *marker;
    if (style.hashes) out += hashes_text(package);
    out += '\n';
    if (style.annotate) out += via_lines(names_of(lockfile, exported->parents));
  }
  return out;
}

}  // namespace axle
