// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/install/target.hpp"
#include "axle/store/stored_wheel.hpp"

namespace axle {

/// An environment's directories as paths relative to its prefix, links resolved (`lib64` is `lib`):
/// inside, all of this room works with such paths. "" is the prefix itself.
class EnvironmentLayout {
 public:
  /// Errors: `environment` (E_VENV) if one of the directories is not below the prefix.
  static Result<EnvironmentLayout> of(const InstallTarget& target);

  /// Of an environment that is not there yet: nothing that lies in its place counts.
  static Result<EnvironmentLayout> of_new(const InstallTarget& target);

  const std::filesystem::path& prefix() const { return prefix_; }
  const std::string& purelib() const { return purelib_; }
  const std::string& platlib() const { return platlib_; }
  const std::string& scripts() const { return scripts_; }
  const std::string& data() const { return data_; }
  const std::string& headers() const { return headers_; }
  const std::string& site_of(const WheelManifest& manifest) const {
    return manifest.root_is_purelib ? purelib_ : platlib_;
  }

  /// Where the files of each of the manifest's directories go; none for a directory of the `.data`
  /// tree that holds no files itself.
  std::vector<std::optional<std::string>> targets_of(const WheelManifest& manifest) const;

  /// Directories that belong to the environment, not to a package: the prefix, the schemes and what
  /// leads to them.
  bool is_protected(std::string_view directory) const;
  /// What makes the environment one: the interpreter, pyvenv.cfg, the activate scripts, our own
  /// state. No package may have it.
  bool is_environments_own(std::string_view path) const;
  /// Whether packages' modules live there: in purelib or platlib.
  bool is_in_site(std::string_view path) const;

  /// The path relative to the prefix of `path`, absolute or relative to the prefix-relative
  /// `directory`; none if it leads out of the prefix. Lexical: no link is followed.
  std::optional<std::string> inside(std::string_view directory, std::string_view path) const;

 private:
  std::filesystem::path prefix_;
  std::string purelib_, platlib_, scripts_, data_, headers_;
};

/// `path` as seen from `directory`, both relative to the prefix: "bin/demo" from
/// "lib/python3.12/site-packages" is "../../../bin/demo".
std::string path_from(std::string_view directory, std::string_view path);
std::string joined(std::string_view directory, std::string_view name);

}  // namespace axle
