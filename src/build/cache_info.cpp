// SPDX-License-Identifier: MIT
#include "build/cache_info.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "axle/base/environment.hpp"
#include "base/file.hpp"
#include "base/process.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "project/path_pattern.hpp"
#include "toml/toml_reader.hpp"

namespace axle {
namespace {

using nlohmann::json;
using Moment = std::pair<std::int64_t, std::int64_t>;  // seconds and nanoseconds

/// The last change of a file: of its contents, name or mode, as no program can set it back.
std::optional<Moment> changed(const fs::path& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
#ifdef __APPLE__
  return Moment{status.st_ctimespec.tv_sec, status.st_ctimespec.tv_nsec};
#else
  return Moment{status.st_ctim.tv_sec, status.st_ctim.tv_nsec};
#endif
}

json moment_json(const Moment& moment) {
  return {{"secs_since_epoch", moment.first}, {"nanos_since_epoch", moment.second}};
}

/// When a folder was made, where the file system knows; else what tells it from another.
json folder_json(const fs::path& path) {
#ifdef __APPLE__
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return nullptr;
  return moment_json({status.st_birthtimespec.tv_sec, status.st_birthtimespec.tv_nsec});
#else
  struct statx status{};
  if (::statx(AT_FDCWD, path.c_str(), 0, STATX_BTIME | STATX_INO, &status) != 0) return nullptr;
  if ((status.stx_mask & STATX_BTIME) != 0)
    return moment_json({status.stx_btime.tv_sec, status.stx_btime.tv_nsec});
  return status.stx_ino;
#endif
}

std::optional<std::string> git_answer(const fs::path& tree, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "git");
  ProcessOptions options;
  options.directory = tree;
  const auto output = run_process(arguments, options);
  if (!output || output->exit_code != 0) return std::nullopt;
  return std::string(trim(output->out));
}

class CacheInfo {
 public:
  explicit CacheInfo(const fs::path& tree) : tree_(tree) {}

  void add_default_keys() {
    for (const char* file : {"pyproject.toml", "setup.py", "setup.cfg"}) note_file(tree_ / file);
    directories_["src"] = folder_json(tree_ / "src");
  }

  void add_archive() { newest_ = changed(tree_); }

  Result<void> add(const TomlReader& reader) {
    TRY(const auto file, reader.text("file"));
    if (file) return add_file(*file, reader);
    TRY(const auto directory, reader.text("dir"));
    if (directory) {
      TRY_OK(check_inside(*directory, reader));
      directories_[*directory] = folder_json(tree_ / *directory);
      return {};
    }
    TRY(const auto variable, reader.text("env"));
    if (variable) {
      const auto value = Environment::of_process().get(*variable);
      variables_[*variable] = value ? json(*value) : json(nullptr);
      return {};
    }
    const TomlValue* git = reader.find("git");
    if (git == nullptr)
      return reader.error(reader.table(), "a cache key needs `file`, `dir`, `git` or `env`");
    const auto asks = [&](std::string_view what) {
      const TomlValue* value = git->find(what);
      return value != nullptr && value->boolean;
    };
    if (git->boolean || asks("commit")) commit_ = git_answer(tree_, {"rev-parse", "HEAD"});
    if (asks("tags")) note_tags();
    return {};
  }

  std::string text() const {
    const json info{{"timestamp", newest_ ? moment_json(*newest_) : json(nullptr)},
                    {"commit", commit_ ? json(*commit_) : json(nullptr)},
                    {"tags", tags_},
                    {"env", variables_},
                    {"directories", directories_}};
    return info.dump();
  }

 private:
  Result<void> check_inside(const std::string& path, const TomlReader& reader) const {
    const fs::path normal = fs::path(path).lexically_normal();
    if (!normal.is_absolute() && (normal.empty() || *normal.begin() != "..")) return {};
    return reader.error(reader.table(), fmt::format("the cache key `{}` is outside of the project",
                                                    escape_foreign(path)));
  }

  Result<void> add_file(const std::string& pattern, const TomlReader& reader) {
    if (pattern.find_first_of("*?[{") == std::string::npos) {
      note_file(tree_ / pattern);
      return {};
    }
    TRY_OK(check_inside(pattern, reader));
    auto paths = expand_path_pattern(tree_, pattern);
    if (!paths) return reader.error(reader.table(), paths.error().message);
    for (const fs::path& path : *paths) note_file(path);
    return {};
  }

  void note_file(const fs::path& path) {
    if (const auto moment = changed(path); moment && (!newest_ || *newest_ < *moment))
      newest_ = moment;
  }

  void note_tags() {
    const auto listed = git_answer(tree_, {"show-ref", "--tags"});
    tags_ = json::object();
    if (!listed) return;
    for (const std::string_view line : split(*listed, '\n')) {
      const auto words = split_on_space(line);
      constexpr std::string_view prefix = "refs/tags/";
      if (words.size() == 2 && words[1].starts_with(prefix))
        tags_[std::string(words[1].substr(prefix.size()))] = std::string(words[0]);
    }
  }

  fs::path tree_;
  std::optional<Moment> newest_;
  std::optional<std::string> commit_;
  json tags_ = nullptr;
  json variables_ = json::object();
  json directories_ = json::object();
};

}  // namespace

Result<std::string> cache_info_of(const fs::path& tree) {
  CacheInfo info(tree);
  if (!directory_exists(tree)) {
    info.add_archive();
    return info.text();
  }
  const fs::path file = tree / "pyproject.toml";
  if (!file_exists(file)) {
    info.add_default_keys();
    return info.text();
  }
  TRY(const TomlDocument document, TomlDocument::read(file));
  const TomlValue* keys = nullptr;
  for (const std::string_view tool : {"axle", "uv"})
    if (keys == nullptr) keys = document.root().find_path({"tool", tool, "cache-keys"});
  if (keys == nullptr) {
    info.add_default_keys();
    return info.text();
  }
  if (!keys->is_array()) return document.error(keys->position, "`cache-keys` must be a list");
  for (const TomlValue& key : keys->items) {
    if (key.is_string()) {
      TomlValue table;
      table.position = key.position;
      table.entries.push_back({"file", key.position, key});
      TRY_OK(info.add(TomlReader(document, table)));
      continue;
    }
    if (!key.is_table()) return document.error(key.position, "a cache key is a text or a table");
    TRY_OK(info.add(TomlReader(document, key)));
  }
  return info.text();
}

bool same_cache_info(std::string_view a, std::string_view b) {
  const json left = json::parse(a, nullptr, false);
  const json right = json::parse(b, nullptr, false);
  return !left.is_discarded() && left == right;
}

}  // namespace axle
