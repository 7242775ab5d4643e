// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "axle/base/environment.hpp"

namespace axle {

/// Where uv keeps the Pythons that it has fetched: UV_PYTHON_INSTALL_DIR, else `uv/python` in the
/// user's folder of data. Nothing if not even HOME is known.
std::optional<std::filesystem::path> managed_root(const Environment& environment);

/// The programs of the Pythons there, `cpython-3.12.1-linux-x86_64-gnu/bin/python3.12` and the
/// like, the newest first.
std::vector<std::filesystem::path> managed_pythons(const Environment& environment);

/// Whether the installation with this prefix, or this program, is there.
bool is_managed(const std::filesystem::path& place, const Environment& environment);

}  // namespace axle
