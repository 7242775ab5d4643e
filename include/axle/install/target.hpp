// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "axle/standards/direct_url.hpp"
#include "axle/versions/package_name.hpp"
#include "axle/versions/version.hpp"

namespace axle {

/// Where an environment wants its files, all absolute (sysconfig's names). A value.
struct InstallTarget {
  std::filesystem::path
      prefix;  ///< sys.prefix: of a virtual environment, the folder with pyvenv.cfg
  std::filesystem::path purelib;  ///< lib/python3.12/site-packages
  std::filesystem::path platlib;
  std::filesystem::path scripts;  ///< bin
  std::filesystem::path data;     ///< usually the prefix
  std::filesystem::path
      headers;  ///< include/site/python3.12: a package's go to a folder of its name in it
  std::filesystem::path python;  ///< what scripts start with; not resolved through links
  bool relocatable = false;      ///< scripts find the interpreter beside themselves

  friend bool operator==(const InstallTarget&, const InstallTarget&) = default;
};

/// A distribution that is installed there. A value.
struct InstalledPackage {
  enum class Kind {
    dist_info,  ///< has a RECORD, can be removed
    egg_info,   ///< a folder of setuptools; removed if it has installed-files.txt
    egg_link,   ///< `setup.py develop`: goes with its line of easy-install.pth
    distutils,  ///< a bare .egg-info file: nobody knows its files; refused
  };
  PackageName name;
  Version version;                  ///< with the local part that only the wheel's file name had
  std::filesystem::path info_path;  ///< ….dist-info
  Kind kind = Kind::dist_info;
  bool editable = false;
  std::optional<DirectUrl> direct_url;
  std::string installer;          ///< content of INSTALLER, trimmed
  std::vector<std::string> tags;  ///< WHEEL's `Tag` lines; empty if it has none
  /// The texts that BuildNotes describes; read only where something built is compared with it.
  std::string source_note = {}, settings_note = {};
};

}  // namespace axle
