// SPDX-License-Identifier: MIT
#include "poetry/poetry_lock.hpp"

#include <string_view>

#include "axle/toml/toml.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

std::string text_of(const TomlValue& table, std::string_view key) {
  const TomlValue* const value = table.find(key);
  return value != nullptr && value->is_string() ? value->text : std::string();
}

std::optional<PoetryLocked::Commit> commit_of(const TomlValue& package) {
  const TomlValue* const source = package.find("source");
  if (source == nullptr || text_of(*source, "type") != "git") return std::nullopt;
  PoetryLocked::Commit commit{text_of(*source, "url"), text_of(*source, "reference"),
                              text_of(*source, "resolved_reference")};
  // This is how Poetry writes the default branch.
  if (commit.reference == "HEAD") commit.reference.clear();
  if (commit.url.empty() || commit.commit.empty()) return std::nullopt;
  return commit;
}

}  // namespace

Result<std::vector<PoetryLocked>> read_poetry_lock(const std::filesystem::path& file) {
  TRY(const TomlDocument document, TomlDocument::read(file));
  std::vector<PoetryLocked> packages;
  const TomlValue* const list = document.root().find("package");
  if (list == nullptr) return packages;
  for (const TomlValue& package : list->items) {
    auto name = PackageName::parse(text_of(package, "name"));
    auto version = Version::parse(text_of(package, "version"));
    if (name && version)
      packages.push_back({*std::move(name), *std::move(version), commit_of(package)});
  }
  return packages;
}

}  // namespace axle
