// SPDX-License-Identifier: MIT
#include "install/installed_files.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>

#include "base/file.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "fetch/record_lines.hpp"

namespace axle {
namespace {

constexpr std::uint64_t largest_record = std::uint64_t{64} << 20;
constexpr std::uint64_t largest_checked_file = std::uint64_t{1} << 30;
constexpr std::uint64_t largest_launcher = std::uint64_t{64} << 10;
constexpr std::size_t most_lines = 1'000'000;

Result<std::vector<RecordLine>> read_record(const InstalledPackage& package) {
  TRY(const std::string text, read_file(package.info_path / "RECORD", largest_record));
  return parse_record_lines(text, most_lines);
}

/// The directory that the paths of a RECORD are relative to, relative to the prefix.
std::string site_of(const InstalledPackage& package, const EnvironmentLayout& layout) {
  std::error_code ignored;
  const fs::path site = fs::weakly_canonical(package.info_path.parent_path(), ignored);
  const auto inside = layout.inside("", site.string());
  return inside.value_or(layout.purelib());
}

bool is_unchanged(const fs::path& path, const std::string& hash) {
  const std::size_t equals = hash.find('=');
  const auto algorithm =
      equals == std::string::npos ? std::nullopt : parse_digest_algorithm(hash.substr(0, equals));
  if (!algorithm) return false;
  const auto contents = read_file(path, largest_checked_file);
  if (!contents) return false;
  const auto digest = digest_of(*algorithm, *contents);
  return digest && base64url_encode(*digest) == hash.substr(equals + 1);
}

/// virtualenv records the launchers of the packages that it seeds without their hashes.
bool is_launcher_without_hash(const EnvironmentLayout& layout, const std::string& path,
                              const std::string& hash) {
  if (!hash.empty() || !path.starts_with(layout.scripts() + "/") ||
      !file_exists(layout.prefix() / "pyvenv.cfg"))
    return false;
  const auto contents = read_file(layout.prefix() / path, largest_launcher);
  return contents && contents->starts_with("#!");
}

/// What cannot be seen counts as there: then its removal fails, and it is not left behind unsaid.
bool is_there(const fs::path& path) {
  struct stat status{};
  return ::lstat(path.c_str(), &status) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

std::unexpected<Error> cannot_remove(const InstalledPackage& package, std::string_view why) {
  return fail_with_code(
      ErrorKind::environment, ErrorCode::venv,
      fmt::format("`{}` {} cannot be removed: {}", package.name.text(), package.version.to_string(),
                  why),
      escape_foreign(package.info_path.string()), {},
      "remove it with the tool that installed it, or create the environment anew");
}

/// installed-files.txt of an egg-info: paths relative to it, one on each line.
Result<void> add_egg_info(const InstalledPackage& package, const EnvironmentLayout& layout,
                          FilesToRemove& files) {
  const auto list = read_file(package.info_path / "installed-files.txt", largest_record);
  if (!list)
    return cannot_remove(package, "it was installed by an old setuptools, which lists no files");
  const std::string info = joined(site_of(package, layout), package.info_path.filename().string());
  for (const std::string_view line : split(*list, '\n')) {
    const std::string_view name = trim(line);
    if (name.empty()) continue;
    const auto path = layout.inside(info, name);
    if (!path || !layout.is_in_site(*path)) {
      files.kept.push_back(escape_foreign(name));
    } else if (is_there(layout.prefix() / *path)) {
      files.paths.insert(*path);
    }
  }
  return {};
}

Result<void> add_egg_link(const InstalledPackage& package, const EnvironmentLayout& layout,
                          FilesToRemove& files) {
  const std::string site = site_of(package, layout);
  const std::string link = joined(site, package.info_path.filename().string());
  const auto text = read_file(package.info_path, largest_launcher);
  if (!text) return cannot_remove(package, "its egg-link cannot be read");
  files.paths.insert(link);
  const std::string tree(trim(std::string_view(*text).substr(0, text->find('\n'))));
  const std::string list = joined(site, "easy-install.pth");
  auto known = files.rewritten.find(list);
  if (known == files.rewritten.end()) {
    auto contents = read_file(layout.prefix() / list, largest_record);
    if (!contents) return {};
    known = files.rewritten.emplace(list, *std::move(contents)).first;
  }
  std::string rest;
  for (const std::string_view line : split(known->second, '\n'))
    if (!line.empty() && trim(line) != tree) rest += std::string(line) + "\n";
  known->second = std::move(rest);
  files.paths.insert(list);
  return {};
}

/// By RECORD.
Result<void> add_recorded(const InstalledPackage& package, const EnvironmentLayout& layout,
                          FilesToRemove& files) {
  auto record = read_record(package);
  if (!record) {
    if (record.error().kind == ErrorKind::io) return std::unexpected(std::move(record).error());
    // What a killed tool has left. Its other files give way to whatever comes.
    files.unlisted.push_back(package.name.text());
    return {};
  }
  const std::string site = site_of(package, layout);
  for (const RecordLine& line : *record) {
    const auto path = layout.inside(site, line.path);
    if (!path || path->find('\n') != std::string::npos || layout.is_environments_own(*path)) {
      files.kept.push_back(escape_foreign(line.path));
      continue;
    }
    const fs::path whole = layout.prefix() / *path;
    if (!is_there(whole)) continue;
    if (!layout.is_in_site(*path) && !is_unchanged(whole, line.hash) &&
        !is_launcher_without_hash(layout, *path, line.hash)) {
      files.kept.push_back(escape_foreign(*path));
      continue;
    }
    files.paths.insert(*path);
  }
  return {};
}

}  // namespace

Result<void> add_files_of(const InstalledPackage& package, const EnvironmentLayout& layout,
                          FilesToRemove& files) {
  if (package.kind == InstalledPackage::Kind::distutils)
    return cannot_remove(package, "it was installed by distutils, which does not list its files");
  if (package.kind == InstalledPackage::Kind::egg_link) return add_egg_link(package, layout, files);
  if (package.kind == InstalledPackage::Kind::egg_info)
    TRY_OK(add_egg_info(package, layout, files));
  else
    TRY_OK(add_recorded(package, layout, files));
  const auto info = layout.inside(site_of(package, layout), package.info_path.filename().string());
  std::error_code error;
  for (fs::recursive_directory_iterator entry(package.info_path, error), end;
       !error && entry != end; entry.increment(error))
    if (info && !entry->is_directory(error))
      files.paths.insert(
          joined(*info, entry->path().lexically_relative(package.info_path).generic_string()));
  // A file that is not seen would be left, as part of a package that is gone.
  if (error && error != std::errc::no_such_file_or_directory)
    return io_failure("list", package.info_path, error.value());
  return {};
}

std::vector<ListedFile> listed_files(const InstalledPackage& package,
                                     const EnvironmentLayout& layout) {
  std::vector<ListedFile> files;
  auto record = read_record(package);
  if (!record) return files;
  const std::string site = site_of(package, layout);
  for (RecordLine& line : *record)
    if (auto path = layout.inside(site, line.path))
      files.push_back({*std::move(path), std::move(line.hash), package.name.text()});
  return files;
}

void keep_shared_files(std::span<const InstalledPackage> staying, const EnvironmentLayout& layout,
                       FilesToRemove& files) {
  for (const InstalledPackage& package : staying) {
    if (files.paths.empty()) return;
    for (const ListedFile& file : listed_files(package, layout)) files.paths.erase(file.path);
  }
}

std::unordered_map<std::string, std::string> owners_among(
    std::span<const InstalledPackage> packages, const EnvironmentLayout& layout) {
  std::unordered_map<std::string, std::string> owners;
  for (const InstalledPackage& package : packages)
    for (ListedFile& file : listed_files(package, layout))
      owners.try_emplace(std::move(file.path), package.name.text());
  return owners;
}

}  // namespace axle
