// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "axle/base/error.hpp"

namespace axle {

/// The keys of a pyvenv.cfg (PEP 405): lower-case names, values without white space around them.
/// The last of equal keys counts.
using PyvenvCfg = std::map<std::string, std::string, std::less<>>;

PyvenvCfg parse_pyvenv_cfg(std::string_view text);
/// Reads `environment`/pyvenv.cfg. Errors: `not_found` if it is not an environment; `io`.
Result<PyvenvCfg> read_pyvenv_cfg(const std::filesystem::path& environment);
/// Whether `directory` holds a pyvenv.cfg.
bool is_virtual_environment(const std::filesystem::path& directory);

}  // namespace axle
