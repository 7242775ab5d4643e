// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "accelerator/system_root.hpp"

namespace axle {

/// Passes every question on to another root, which outlives it, and remembers the answers: what
/// detection looked at is what a profile has to hold.
class RecordingRoot final : public SystemRoot {
 public:
  explicit RecordingRoot(SystemRoot& root) : root_(root) {}

  /// The machine as one TOML file, which RecordedRoot reads: the same questions get the same
  /// answers. Serial numbers of devices are in it, names of users and hosts are not.
  std::string to_toml(std::string_view about) const;

  std::optional<std::string> read(const std::string& path) override;
  bool exists(const std::string& path) override;
  std::vector<std::string> list(const std::string& path, std::string_view prefix) override;
  Access access(const std::string& path) override;
  std::optional<PathOwner> owner(const std::string& path) override;
  SystemName name() override { return name_ = root_.name(); }
  CLibrary c_library() override { return c_library_ = root_.c_library(); }
  SystemUser user() override;
  std::optional<std::string> variable(const std::string& name) override;
  ToolAnswer run(const std::vector<std::string>& argv) override;
  NvmlAnswer nvml() override { return nvml_ = root_.nvml(); }
  LevelZeroAnswer level_zero() override { return level_zero_ = root_.level_zero(); }

 private:
  struct PathState {
    Access access = Access::opens;
    std::optional<PathOwner> owner;
  };
  struct Run {
    std::vector<std::string> argv;
    ToolAnswer answer;
  };

  SystemRoot& root_;
  std::map<std::string, std::string> files_;
  std::map<std::string, PathState> paths_;
  std::map<std::string, std::string> variables_;
  std::vector<Run> runs_;
  SystemName name_;
  CLibrary c_library_;
  SystemUser user_;
  NvmlAnswer nvml_;
  LevelZeroAnswer level_zero_;
};

}  // namespace axle
