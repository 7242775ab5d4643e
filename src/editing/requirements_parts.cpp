// SPDX-License-Identifier: MIT
#include "editing/requirements_parts.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "axle/versions/package_name.hpp"
#include "base/file.hpp"
#include "base/shown.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::string_view word = "requirements";
/// Names in the folder `requirements` that mean the project itself.
constexpr std::array main_names{"base", "main", "prod", "requirements"};

/// What a file's name says it is for: empty for the project itself; none for other files.
std::optional<std::string> group_of(const fs::path& file) {
  if (file.extension() != ".txt" && file.extension() != ".in") return std::nullopt;
  std::string_view stem;
  const std::string name = file.stem().string();
  stem = name;
  constexpr std::string_view joints = "-_.";
  if (stem == word) return std::string();
  if (file.parent_path().filename() == word)
    return std::ranges::find(main_names, stem) != main_names.end() ? std::string()
                                                                   : std::string(stem);
  if (stem.starts_with(word) && joints.contains(stem[word.size()]))
    return std::string(stem.substr(word.size() + 1));
  if (stem.ends_with(word) && joints.contains(stem[stem.size() - word.size() - 1]))
    return std::string(stem.substr(0, stem.size() - word.size() - 1));
  return std::nullopt;
}

std::vector<fs::path> files_of(const fs::path& directory) {
  std::vector<fs::path> files;
  for (const fs::path& folder : {directory, directory / std::string(word)}) {
    if (!directory_exists(folder)) continue;
    // A folder that cannot be read has nothing for us.
    static_cast<void>(list_directory(folder, [&](const std::string& name, bool is_directory) {
      if (!is_directory && group_of(folder / name)) files.push_back(folder / name);
    }));
  }
  // The project's own first, then the groups by name.
  std::ranges::stable_sort(files, {}, [](const fs::path& file) { return *group_of(file); });
  return files;
}

fs::path source_of_pair(const fs::path& file) { return fs::path(file).replace_extension(".in"); }

}  // namespace

Result<std::vector<RequirementsPart>> requirements_parts(const std::vector<std::string>& files,
                                                         Services& services) {
  std::vector<fs::path> all;
  for (const std::string& file : files) all.push_back(normal_path(services.directory() / file));
  if (files.empty()) all = files_of(services.project_directory());
  std::set<std::string> known;
  for (const fs::path& file : all) {
    known.insert(file.string());
    known.insert(fs::path(file).replace_extension(".txt").string());
  }
  std::vector<RequirementsPart> parts;
  for (const fs::path& file : all) {
    const bool is_made_from_another =
        file.extension() == ".txt" && std::ranges::find(all, source_of_pair(file)) != all.end();
    if (is_made_from_another) continue;
    RequirementsPart part{.group = {}, .file_name = file.filename().string(), .file = {}};
    if (const std::string group = group_of(file).value_or(""); !group.empty()) {
      TRY(const GroupName name, GroupName::parse(group));
      part.group = name.text();
    }
    TRY(part.file,
        read_requirements_file(file, {services.environment(), services.project_directory()}));
    for (const std::string& other : known)
      if (other != file.string()) part.known_files.push_back(other);
    parts.push_back(std::move(part));
  }
  return parts;
}

}  // namespace axle
