// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "axle/markers/marker_environment.hpp"
#include "axle/standards/tags.hpp"
#include "axle/versions/version.hpp"

namespace axle {

/// Where an environment keeps what a wheel brings (sysconfig's names; "Binary distribution format",
/// `.data` directories).
struct InstallScheme {
  std::filesystem::path purelib;
  std::filesystem::path platlib;
  std::filesystem::path scripts;
  std::filesystem::path data;     ///< the prefix
  std::filesystem::path headers;  ///< the parent of the headers of each distribution
};

/// A Python that is installed here: what must be known to choose wheels for it and to install them.
/// A value.
struct Interpreter {
  std::filesystem::path executable;  ///< as it was found: `.venv/bin/python3`
  std::filesystem::path
      base_executable;  ///< that of the installation which the environment is made from
  std::filesystem::path prefix;
  std::filesystem::path base_prefix;
  Version version;             ///< all of it: 3.13.0rc1
  std::string implementation;  ///< `cpython`, `pypy`
  bool free_threaded = false;
  unsigned pointer_bits = 64;
  bool externally_managed = false;  ///< its installation asks installers to keep out (PEP 668)
  MarkerEnvironment markers;
  Platform platform;
  InstallScheme scheme;

  /// Whether it is a virtual environment (PEP 405).
  bool is_virtual() const { return prefix != base_prefix; }
  unsigned major() const;
  unsigned minor() const;
  /// The tags of the wheels that run on it, best first.
  CompatibleTags tags() const;
  /// "CPython 3.12.1", with "+freethreaded" where that is so.
  std::string display_name() const;
};

}  // namespace axle
