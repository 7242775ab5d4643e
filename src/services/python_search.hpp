// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "python/discovery.hpp"
#include "services/services.hpp"

namespace axle {

/// Where Pythons are looked for, and which: those that `python-preference` wants. `directory`:
/// where relative requests and version files are looked up from.
PythonSearch python_search(Services& services, const std::filesystem::path& directory);
/// The same, from where the command works.
PythonSearch python_search(Services& services);

}  // namespace axle
