// SPDX-License-Identifier: MIT
#include "python/site_packages.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "axle/standards/wheel_filename.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "standards/wheel_name_file.hpp"

namespace axle {
namespace {

constexpr std::uint64_t info_file_limit = 16 << 20;

std::string small_file(const fs::path& path) {
  auto text = read_file(path, info_file_limit);
  return text ? *std::move(text) : std::string();
}

/// `Flask_Login-0.6.3.dist-info` and `six-1.16.0-py3.11.egg-info`, taken apart.
std::optional<InstalledDistribution> from_entry(const fs::path& directory,
                                                const std::string& entry) {
  const bool dist_info = entry.ends_with(".dist-info");
  if (!dist_info && !entry.ends_with(".egg-info")) return std::nullopt;
  const std::string_view stem = std::string_view(entry).substr(0, entry.rfind('.'));
  const auto parts = split(stem, '-');
  if (parts.size() < 2) return std::nullopt;
  auto name = PackageName::parse(parts[0]);
  auto version = Version::parse(parts[1]);
  if (!name || !version) return std::nullopt;
  return InstalledDistribution{
      std::move(*name), std::move(*version), directory / entry, !dist_info, {}};
}

/// `setup.py develop`: the first line names the source tree, where the egg-info lies.
std::optional<InstalledDistribution> from_egg_link(const fs::path& directory,
                                                   const std::string& entry) {
  constexpr std::string_view suffix = ".egg-link";
  if (!entry.ends_with(suffix)) return std::nullopt;
  auto name = PackageName::parse(entry.substr(0, entry.size() - suffix.size()));
  const std::string text = small_file(directory / entry);
  const std::string_view tree = trim(std::string_view(text).substr(0, text.find('\n')));
  if (!name || tree.empty()) return std::nullopt;
  std::optional<InstalledDistribution> found;
  static_cast<void>(list_directory(tree, [&](const std::string& info, bool is_directory) {
    if (found || !is_directory || !info.ends_with(".egg-info")) return;
    const auto owner = PackageName::parse(info.substr(0, info.find_first_of("-.")));
    if (!owner || *owner != *name) return;
    const auto metadata = CoreMetadata::parse(small_file(fs::path(tree) / info / "PKG-INFO"));
    if (metadata)
      found = InstalledDistribution{*name, metadata->version, fs::path(tree) / info, true,
                                    directory / entry};
  }));
  return found;
}

}  // namespace

std::string InstalledDistribution::installer() const {
  return std::string(trim(small_file(info / "INSTALLER")));
}

bool InstalledDistribution::requested() const { return file_exists(info / "REQUESTED"); }

std::optional<DirectUrl> InstalledDistribution::direct_url() const {
  const std::string text = small_file(info / "direct_url.json");
  if (text.empty()) return std::nullopt;
  auto parsed = DirectUrl::parse(text);
  return parsed ? std::optional(std::move(*parsed)) : std::nullopt;
}

Result<CoreMetadata> InstalledDistribution::metadata() const {
  const fs::path file = !is_egg_info             ? info / "METADATA"
                        : directory_exists(info) ? info / "PKG-INFO"
                                                 : info;
  auto text = read_file(file, info_file_limit);
  if (!text) {
    return fail_with_code(
        ErrorKind::environment, ErrorCode::venv,
        fmt::format("the metadata of `{}` is missing or unreadable", name.text()), file.string(),
        {},
        fmt::format("install it again with `axle pip install --reinstall-package {}`",
                    name.text()));
  }
  return CoreMetadata::parse(*text);
}

std::vector<std::string> InstalledDistribution::wheel_tags() const {
  std::vector<std::string> tags;
  const std::string text = small_file(info / "WHEEL");
  for (const std::string_view line : split(text, '\n'))
    if (starts_with_ignoring_case(line, "Tag:")) tags.emplace_back(trim(line.substr(4)));
  return tags;
}

Version InstalledDistribution::version_of_wheel() const {
  if (version.has_local()) return version;
  const std::string text = small_file(info / wheel_name_file);
  if (text.empty()) return version;
  const auto wheel = WheelFilename::parse(trim(text));
  const bool is_of_this = wheel && wheel->name == name && wheel->version.without_local() == version;
  return is_of_this ? wheel->version : version;
}

std::optional<std::string> InstalledDistribution::editable_location() const {
  if (!egg_link.empty()) return info.parent_path().string();
  const auto url = direct_url();
  if (!url || !url->is_editable()) return std::nullopt;
  const std::string_view file_scheme = "file://";
  return url->url.starts_with(file_scheme) ? percent_decode(url->url.substr(file_scheme.size()))
                                           : url->url;
}

Result<std::vector<InstalledDistribution>> installed_distributions(const InstallScheme& scheme) {
  std::vector<InstalledDistribution> found;
  std::vector<fs::path> directories{scheme.purelib};
  if (scheme.platlib != scheme.purelib) directories.push_back(scheme.platlib);
  for (const fs::path& directory : directories) {
    const auto listed = list_directory(directory, [&](const std::string& name, bool) {
      auto distribution = from_entry(directory, name);
      if (!distribution) distribution = from_egg_link(directory, name);
      if (distribution) found.push_back(std::move(*distribution));
    });
    if (!listed && listed.error().kind != ErrorKind::not_found)
      return std::unexpected(listed.error());
  }
  std::ranges::stable_sort(found, [](const auto& a, const auto& b) {
    return std::pair(a.name, a.info) < std::pair(b.name, b.info);
  });
  return found;
}

}  // namespace axle
