// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accelerator/system_root.hpp"
#include "axle/base/error.hpp"

namespace axle {

/// A distribution of a recorded environment.
struct RecordedPackage {
  std::string name;
  std::string version;
  std::string arm;  ///< of a torch whose version does not tell; may be empty
};

/// A machine as it was written down (docs/accelerators.md, "Profiles"): one TOML file with the
/// sections `uname`, `libc`, `user`, `paths`, `programs`, `run`, `nvml`, `level_zero`, `env`,
/// `package` and `files`; or a folder in which `root/` holds the files, and system.toml,
/// tools.toml, nvml.toml, env.toml and installed.toml the other sections.
class RecordedRoot final : public SystemRoot {
 public:
  /// Errors: `not_found` if nothing is there; E_PROJECT with the place for what is no recording.
  static Result<std::unique_ptr<RecordedRoot>> open(const std::filesystem::path& path);
  static Result<std::unique_ptr<RecordedRoot>> parse(const std::filesystem::path& path_for_messages,
                                                     std::string text);

  const std::vector<RecordedPackage>& packages() const { return packages_; }

  std::optional<std::string> read(const std::string& path) override;
  bool exists(const std::string& path) override;
  std::vector<std::string> list(const std::string& path, std::string_view prefix) override;
  Access access(const std::string& path) override;
  std::optional<PathOwner> owner(const std::string& path) override;
  SystemName name() override { return name_; }
  CLibrary c_library() override { return c_library_; }
  SystemUser user() override { return user_; }
  std::optional<std::string> variable(const std::string& name) override;
  ToolAnswer run(const std::vector<std::string>& argv) override;
  NvmlAnswer nvml() override { return nvml_; }
  LevelZeroAnswer level_zero() override { return level_zero_; }

 private:
  friend class RecordingReader;
  struct RecordedOwner {
    PathOwner owner;
    bool opens = true;
  };
  struct Program {
    std::string path;
    bool on_path = true;
  };
  struct Run {
    std::vector<std::string> argv;
    ToolAnswer answer;
  };

  std::optional<std::filesystem::path> folder_;  // of the files, if they are not in files_
  std::map<std::string, std::string> files_;
  SystemName name_;
  CLibrary c_library_;
  SystemUser user_;
  std::map<std::string, RecordedOwner> owners_;
  std::map<std::string, Program> programs_;
  std::vector<Run> runs_;
  std::map<std::string, std::string> variables_;
  NvmlAnswer nvml_;
  LevelZeroAnswer level_zero_;
  std::vector<RecordedPackage> packages_;
};

}  // namespace axle
