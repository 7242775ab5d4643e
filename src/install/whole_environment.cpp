// SPDX-License-Identifier: MIT
#include "install/whole_environment.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/file.hpp"
#include "base/try.hpp"
#include "install/layout.hpp"

namespace axle {
namespace {

using Kind = JournalStep::Kind;

struct Entry {
  std::string name;
  bool is_directory;
};

bool stays(const std::string& name) {
  return name == ".axle" || name == ".axle-set-aside" || name.starts_with(".axle-saved-") ||
         name == ".lock" || name == "lost+found";
}

Result<std::vector<Entry>> entries_of(const fs::path& directory) {
  std::vector<Entry> entries;
  TRY_OK(list_directory(directory, [&](const std::string& name, bool is_directory) {
    entries.push_back({name, is_directory});
  }));
  return entries;
}

Result<void> retire_files(const fs::path& prefix, const std::string& directory,
                          std::vector<JournalStep>& steps) {
  TRY(const std::vector<Entry> entries, entries_of(prefix / directory));
  for (const Entry& entry : entries) {
    const std::string path = joined(directory, entry.name);
    if (entry.is_directory)
      TRY_OK(retire_files(prefix, path, steps));
    else
      steps.push_back({Kind::retire, path, {}});
  }
  steps.push_back({Kind::prune, directory, {}});
  return {};
}

}  // namespace

Result<std::vector<JournalStep>> replace_everything(const fs::path& prefix, const fs::path& stage,
                                                    bool whole_directories) {
  constexpr std::string_view mark = "pyvenv.cfg";
  TRY(std::vector<Entry> going, entries_of(prefix));
  std::ranges::stable_sort(going, {}, [&](const Entry& entry) { return entry.name != mark; });
  std::vector<JournalStep> steps;
  for (const Entry& entry : going) {
    if (stays(entry.name)) continue;
    if (entry.is_directory && !whole_directories)
      TRY_OK(retire_files(prefix, entry.name, steps));
    else
      steps.push_back({Kind::retire, entry.name, {}});
  }
  TRY(std::vector<Entry> coming, entries_of(stage));
  std::ranges::stable_sort(coming, {}, [&](const Entry& entry) { return entry.name == mark; });
  for (const Entry& entry : coming) {
    const bool is_kept =
        stays(entry.name) && std::ranges::find(going, entry.name, &Entry::name) != going.end();
    if (!is_kept) steps.push_back({Kind::place, entry.name, {}});
  }
  return steps;
}

}  // namespace axle
