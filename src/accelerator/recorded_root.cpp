// SPDX-License-Identifier: MIT
#include "accelerator/recorded_root.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "accelerator/recording_reader.hpp"
#include "base/file.hpp"
#include "base/shown.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::uint64_t largest_recorded_file = std::uint64_t{1} << 20;
constexpr std::string_view parts[] = {"system.toml", "tools.toml", "nvml.toml", "env.toml",
                                      "installed.toml"};

}  // namespace

Result<std::unique_ptr<RecordedRoot>> RecordedRoot::open(const fs::path& path) {
  if (!path_exists(path))
    return fail(ErrorKind::not_found,
                fmt::format("there is no recorded machine `{}`", shown_path(path)),
                "`axle profile capture FILE` writes one");
  if (!directory_exists(path)) {
    TRY(std::string text, read_file(path, TomlDocument::max_bytes));
    return parse(path, std::move(text));
  }
  auto root = std::make_unique<RecordedRoot>();
  root->folder_ = path / "root";
  if (!file_exists(path / "system.toml"))
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` is no recorded machine: it has no system.toml", shown_path(path)),
                "name a folder or file that `axle profile capture` wrote");
  for (const std::string_view part : parts) {
    if (!file_exists(path / part)) continue;
    TRY(const TomlDocument document, TomlDocument::read(path / part));
    TRY_OK(RecordingReader(*root).read(document));
  }
  return root;
}

Result<std::unique_ptr<RecordedRoot>> RecordedRoot::parse(const fs::path& path_for_messages,
                                                          std::string text) {
  TRY(const TomlDocument document, TomlDocument::parse(path_for_messages, std::move(text)));
  auto root = std::make_unique<RecordedRoot>();
  TRY_OK(RecordingReader(*root).read_all(document));
  return root;
}

std::optional<std::string> RecordedRoot::read(const std::string& path) {
  if (folder_) {
    auto text = read_file(*folder_ / path.substr(1), largest_recorded_file);
    return text ? std::optional(*std::move(text)) : std::nullopt;
  }
  const auto found = files_.find(path);
  return found == files_.end() ? std::nullopt : std::optional(found->second);
}

bool RecordedRoot::exists(const std::string& path) {
  if (folder_) return path_exists(*folder_ / path.substr(1));
  if (files_.contains(path)) return true;
  const auto below = files_.lower_bound(path + "/");
  return below != files_.end() && below->first.starts_with(path + "/");
}

std::vector<std::string> RecordedRoot::list(const std::string& path, std::string_view prefix) {
  std::vector<std::string> names;
  if (folder_) {
    const auto visit = [&](const std::string& name, bool) {
      if (name.starts_with(prefix)) names.push_back(name);
    };
    // A folder that cannot be listed is empty here, as everything that cannot be read is not there.
    if (!list_directory(*folder_ / path.substr(1), visit)) names.clear();
    return names;
  }
  const std::string folder = path + "/";
  for (auto file = files_.lower_bound(folder);
       file != files_.end() && file->first.starts_with(folder); ++file) {
    const std::string rest = file->first.substr(folder.size());
    const std::string name = rest.substr(0, rest.find('/'));
    if (name.starts_with(prefix) && (names.empty() || names.back() != name)) names.push_back(name);
  }
  return names;
}

Access RecordedRoot::access(const std::string& path) {
  if (!exists(path)) return Access::missing;
  const auto found = owners_.find(path);
  return found == owners_.end() || found->second.opens ? Access::opens : Access::refused;
}

std::optional<PathOwner> RecordedRoot::owner(const std::string& path) {
  const auto found = owners_.find(path);
  return found == owners_.end() ? std::nullopt : std::optional(found->second.owner);
}

std::optional<std::string> RecordedRoot::variable(const std::string& name) {
  const auto found = variables_.find(name);
  return found == variables_.end() ? std::nullopt : std::optional(found->second);
}

ToolAnswer RecordedRoot::run(const std::vector<std::string>& argv) {
  const auto program = std::ranges::find_if(programs_, [&](const auto& entry) {
    return argv[0] == entry.second.path || (entry.second.on_path && argv[0] == entry.first);
  });
  if (program == programs_.end()) return {};
  for (const Run& known : runs_)
    if (known.argv[0] == program->first &&
        std::equal(known.argv.begin() + 1, known.argv.end(), argv.begin() + 1, argv.end()))
      return known.answer;
  // It exists, and was not asked this when it was recorded.
  return {.end = ProbeEnd::answered, .exit_code = 127, .out = {}};
}

}  // namespace axle
