// SPDX-License-Identifier: MIT
#include "python/managed_pythons.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "axle/versions/version.hpp"
#include "base/file.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

struct Installation {
  std::string implementation;
  Version version;
  fs::path program;
};

/// `cpython-3.13.0+freethreaded-linux-x86_64-gnu`: an implementation, a version and a machine.
std::optional<Installation> installation_of(const fs::path& root, const std::string& name) {
  const auto parts = split(name, '-');
  if (parts.size() != 5) return std::nullopt;
  const std::string_view variant = parts[1].substr(std::min(parts[1].find('+'), parts[1].size()));
  auto version = Version::parse(parts[1].substr(0, parts[1].size() - variant.size()));
  if (!version || version->release().size() < 2) return std::nullopt;
  const std::string program =
      fmt::format("{}{}.{}{}", parts[0] == "pypy" ? "pypy" : "python", version->release()[0],
                  version->release()[1], variant.starts_with("+freethreaded") ? "t" : "");
  fs::path path = root / name / "bin" / program;
  if (!file_exists(path) || ::access(path.c_str(), X_OK) != 0) return std::nullopt;
  return Installation{std::string(parts[0]), *std::move(version), std::move(path)};
}

}  // namespace

std::optional<fs::path> managed_root(const Environment& environment) {
  if (const auto named = environment.get_nonempty("UV_PYTHON_INSTALL_DIR"))
    return absolute_path(*named);
  const auto data = environment.get_nonempty("XDG_DATA_HOME");
  if (data && fs::path(*data).is_absolute()) return fs::path(*data) / "uv/python";
  if (const auto home = environment.get_nonempty("HOME"))
    return fs::path(*home) / ".local/share/uv/python";
  return std::nullopt;
}

std::vector<fs::path> managed_pythons(const Environment& environment) {
  const auto root = managed_root(environment);
  if (!root) return {};
  std::vector<Installation> found;
  static_cast<void>(list_directory(*root, [&](const std::string& name, bool is_directory) {
    // A link, such as `cpython-3.12-…`, is another name for what is there.
    if (!is_directory) return;
    if (auto installation = installation_of(*root, name)) found.push_back(*std::move(installation));
  }));
  std::ranges::sort(found, [](const Installation& a, const Installation& b) {
    return std::tie(a.implementation, b.version, a.program) <
           std::tie(b.implementation, a.version, b.program);
  });
  std::vector<fs::path> programs;
  for (Installation& one : found) programs.push_back(std::move(one.program));
  return programs;
}

bool is_managed(const fs::path& place, const Environment& environment) {
  const auto root = managed_root(environment);
  if (!root) return false;
  std::error_code ignored;
  const fs::path relative =
      fs::weakly_canonical(place, ignored).lexically_relative(fs::weakly_canonical(*root, ignored));
  return !relative.empty() && *relative.begin() != ".." && *relative.begin() != ".";
}

}  // namespace axle
