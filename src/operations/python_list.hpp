// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "operations/python_pin.hpp"
#include "services/services.hpp"

namespace axle {

struct PythonListOptions {
  std::optional<std::string> request;
  std::optional<std::string> output_format;  ///< `text` or `json`
};

/// A name under which a Python is found.
struct ListedPython {
  std::string key;  ///< `cpython-3.12.1-linux-x86_64-gnu`
  Version version;
  std::string implementation;  ///< `cpython`
  bool free_threaded = false;
  std::array<std::string, 3> platform;  ///< `linux`, `x86_64`, `gnu`
  std::filesystem::path path;
  std::optional<std::filesystem::path> target;  ///< where a link leads
};

/// `axle python list`: all names of all Pythons that would be looked at, newest first. Errors:
/// `invalid_input` for what is no request.
Result<std::vector<ListedPython>> listed_pythons(const PythonListOptions& options,
                                                 Services& services);

}  // namespace axle
