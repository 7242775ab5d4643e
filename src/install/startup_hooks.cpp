// SPDX-License-Identifier: MIT
#include "install/startup_hooks.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "base/file.hpp"

namespace axle {
namespace {

/// `site` runs the lines that begin with `import` and a blank. What begins a line is Python's
/// business (it knows many line ends), so the word counts wherever it stands.
bool is_only_paths(std::string_view text) {
  return text.find("import ") == std::string_view::npos &&
         text.find("import\t") == std::string_view::npos;
}

bool runs_code(const StoredWheel& wheel, std::string_view hook) {
  // Longer than any list of paths that a wheel has a reason to bring.
  constexpr std::uint64_t max_bytes = 64 << 10;
  if (!hook.ends_with(".pth")) return true;
  const std::filesystem::path data = wheel.tree / wheel.manifest->data;
  for (const auto& place : {wheel.tree, data / "purelib", data / "platlib"}) {
    const std::filesystem::path file = place / hook;
    if (!file_exists(file)) continue;
    const auto text = read_file(file, max_bytes);
    if (!text || !is_only_paths(*text)) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string_view> startup_hooks_of(const StoredWheel& wheel) {
  std::vector<std::string_view> hooks;
  std::ranges::copy_if(wheel.manifest->startup_hooks, std::back_inserter(hooks),
                       [&](std::string_view hook) { return runs_code(wheel, hook); });
  return hooks;
}

bool is_well_known_hook(const WheelManifest& wheel, std::string_view hook) {
  return wheel.name == "setuptools" && hook == "distutils-precedence.pth";
}

bool finds_own_tree(const std::optional<DirectUrl>& direct_url, std::string_view hook) {
  return direct_url && direct_url->is_editable() && hook.starts_with("__editable__.");
}

}  // namespace axle
