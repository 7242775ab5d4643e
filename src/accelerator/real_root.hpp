// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accelerator/system_root.hpp"
#include "axle/base/environment.hpp"

namespace axle {

/// This machine. Reads files itself; libraries of drivers and device nodes are tried in a child, so
/// that a driver that hangs costs probe_patience and no more.
class RealRoot final : public SystemRoot {
 public:
  explicit RealRoot(Environment environment) : environment_(std::move(environment)) {}

  std::optional<std::string> read(const std::string& path) override;
  bool exists(const std::string& path) override;
  std::vector<std::string> list(const std::string& path, std::string_view prefix) override;
  Access access(const std::string& path) override;
  std::optional<PathOwner> owner(const std::string& path) override;
  SystemName name() override;
  CLibrary c_library() override;
  SystemUser user() override;
  std::optional<std::string> variable(const std::string& name) override;
  ToolAnswer run(const std::vector<std::string>& argv) override;
  NvmlAnswer nvml() override;
  LevelZeroAnswer level_zero() override;

 private:
  Environment environment_;
};

}  // namespace axle
