// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace axle {

/// The variables of PEP 508 as one interpreter has them ("Environment Markers"). A value; texts are
/// kept as the interpreter gave them and are read where a marker compares them.
struct MarkerEnvironment {
  std::string implementation_name;             ///< "cpython"
  std::string implementation_version;          ///< "3.12.4"
  std::string os_name;                         ///< "posix", "nt"
  std::string platform_machine;                ///< "x86_64", "AMD64", "arm64"
  std::string platform_python_implementation;  ///< "CPython"
  std::string platform_release;                ///< "6.1.0-18-amd64", "23.4.0"
  std::string platform_system;                 ///< "Linux", "Darwin", "Windows"
  std::string platform_version;                ///< "#1 SMP Debian ..."
  std::string python_full_version;             ///< "3.12.4"
  std::string python_version;                  ///< "3.12"
  std::string sys_platform;                    ///< "linux", "darwin", "win32"

  /// The variable called `name` in markers; none for a name that PEP 508 does not have.
  [[nodiscard]] std::optional<std::string_view> value(std::string_view name) const;
  /// Sets that variable; false, and nothing changed, for a name that PEP 508 does not have.
  bool set(std::string_view name, std::string text);

  /// Sets python_version, python_full_version and, for CPython, implementation_version: "3.12"
  /// means 3.12.0. Used for `--python-version`, where no such interpreter need exist.
  void set_python(std::string_view version);

  bool operator==(const MarkerEnvironment&) const = default;
};

}  // namespace axle
