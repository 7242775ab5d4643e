// SPDX-License-Identifier: MIT
#include "python/pyvenv_cfg.hpp"

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {
constexpr std::uint64_t most_bytes = 64 << 10;
}

PyvenvCfg parse_pyvenv_cfg(std::string_view text) {
  PyvenvCfg keys;
  for (const std::string_view line : split(text, '\n')) {
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    keys[ascii_lower(trim(line.substr(0, equals)))] = std::string(trim(line.substr(equals + 1)));
  }
  return keys;
}

Result<PyvenvCfg> read_pyvenv_cfg(const fs::path& environment) {
  TRY(const std::string text, read_file(environment / "pyvenv.cfg", most_bytes));
  return parse_pyvenv_cfg(text);
}

bool is_virtual_environment(const fs::path& directory) {
  return file_exists(directory / "pyvenv.cfg");
}

}  // namespace axle
