// SPDX-License-Identifier: MIT
#include "install/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <system_error>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "fetch/wheel_scripts.hpp"

namespace axle {
namespace {

bool is_at_or_below(std::string_view path, std::string_view directory) {
  return directory.empty() || path == directory ||
         (path.size() > directory.size() && path.starts_with(directory) &&
          path[directory.size()] == '/');
}

/// Resolves links as far as the path exists.
fs::path resolved(const fs::path& path) {
  std::error_code error;
  fs::path whole = fs::weakly_canonical(path, error);
  if (error) whole = absolute_path(path);
  return whole.has_filename() ? whole : whole.parent_path();
}

Result<std::string> relative_to(const fs::path& prefix, const fs::path& path) {
  const fs::path relative = path.lexically_relative(prefix);
  if (relative.empty() || *relative.begin() == "..")
    return fail_with_code(
        ErrorKind::environment, ErrorCode::venv,
        fmt::format("`{}` is not inside of the environment `{}`", escape_foreign(path.string()),
                    escape_foreign(prefix.string())),
        path.string());
  return relative == "." ? std::string() : relative.generic_string();
}

}  // namespace

Result<EnvironmentLayout> EnvironmentLayout::of(const InstallTarget& target) {
  EnvironmentLayout layout;
  layout.prefix_ = resolved(target.prefix);
  TRY(layout.purelib_, relative_to(layout.prefix_, resolved(target.purelib)));
  TRY(layout.platlib_, relative_to(layout.prefix_, resolved(target.platlib)));
  TRY(layout.scripts_, relative_to(layout.prefix_, resolved(target.scripts)));
  TRY(layout.data_, relative_to(layout.prefix_, resolved(target.data)));
  TRY(layout.headers_, relative_to(layout.prefix_, resolved(target.headers)));
  return layout;
}

Result<EnvironmentLayout> EnvironmentLayout::of_new(const InstallTarget& target) {
  EnvironmentLayout layout;
  layout.prefix_ = resolved(target.prefix);
  TRY(layout.purelib_, relative_to(target.prefix, target.purelib));
  TRY(layout.platlib_, relative_to(target.prefix, target.platlib));
  TRY(layout.scripts_, relative_to(target.prefix, target.scripts));
  TRY(layout.data_, relative_to(target.prefix, target.data));
  TRY(layout.headers_, relative_to(target.prefix, target.headers));
  return layout;
}

std::vector<std::optional<std::string>> EnvironmentLayout::targets_of(
    const WheelManifest& manifest) const {
  std::vector<std::optional<std::string>> targets;
  targets.reserve(manifest.directories.size());
  const std::string headers = joined(headers_, manifest.name);
  const std::array<std::pair<std::string_view, const std::string*>, 5> schemes{
      {{"purelib", &purelib_},
       {"platlib", &platlib_},
       {"scripts", &scripts_},
       {"headers", &headers},
       {"data", &data_}}};
  for (const std::string_view directory : manifest.directories) {
    if (manifest.data.empty() || !is_at_or_below(directory, manifest.data)) {
      targets.emplace_back(joined(site_of(manifest), directory));
      continue;
    }
    const std::string_view below =
        directory.substr(std::min(directory.size(), manifest.data.size() + 1));
    const std::string_view key = below.substr(0, below.find('/'));
    const std::string_view rest = below.substr(std::min(below.size(), key.size() + 1));
    const auto scheme =
        std::ranges::find(schemes, key, &std::pair<std::string_view, const std::string*>::first);
    if (scheme == schemes.end()) {
      targets.emplace_back(std::nullopt);
    } else {
      targets.emplace_back(joined(*scheme->second, rest));
    }
  }
  return targets;
}

bool EnvironmentLayout::is_protected(std::string_view directory) const {
  if (directory.empty()) return true;
  return std::ranges::any_of(
      std::array{&purelib_, &platlib_, &scripts_, &data_},
      [&](const std::string* scheme) { return is_at_or_below(*scheme, directory); });
}

bool EnvironmentLayout::is_environments_own(std::string_view path) const {
  if (path == "pyvenv.cfg" || path == ".lock" || path == "CACHEDIR.TAG" || path == ".gitignore" ||
      path == ".axle-stamp" || is_at_or_below(path, ".axle") ||
      is_at_or_below(path, ".axle-set-aside") || path.starts_with(".axle-saved-"))
    return true;
  if (!is_at_or_below(path, scripts_)) return false;
  const std::string name =
      ascii_lower(path.substr(std::min(path.size(), scripts_.empty() ? 0 : scripts_.size() + 1)));
  return is_reserved_script(name);
}

bool EnvironmentLayout::is_in_site(std::string_view path) const {
  return is_at_or_below(path, purelib_) || is_at_or_below(path, platlib_);
}

std::optional<std::string> EnvironmentLayout::inside(std::string_view directory,
                                                     std::string_view path) const {
  const fs::path whole =
      (path.starts_with('/') ? fs::path(path) : prefix_ / directory / path).lexically_normal();
  const fs::path relative = whole.lexically_relative(prefix_);
  if (relative.empty() || relative == "." || *relative.begin() == "..") return std::nullopt;
  std::string text = relative.generic_string();
  if (text.ends_with('/')) return std::nullopt;
  return text;
}

std::string path_from(std::string_view directory, std::string_view path) {
  std::string prefix(directory);
  std::string up;
  while (!is_at_or_below(path, prefix)) {
    up += "../";
    const std::size_t slash = prefix.rfind('/');
    prefix.resize(slash == std::string::npos ? 0 : slash);
  }
  return up + std::string(prefix.empty() ? path : path.substr(prefix.size() + 1));
}

std::string joined(std::string_view directory, std::string_view name) {
  std::string path(directory);
  if (!directory.empty() && !name.empty()) path += '/';
  path += name;
  return path;
}

}  // namespace axle
