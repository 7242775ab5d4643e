// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "accelerator/detect.hpp"
#include "accelerator/finding.hpp"
#include "accelerator/machine.hpp"
#include "accelerator/recorded_root.hpp"
#include "support/catch.hpp"

namespace axle::test {

/// "nvidia 0 sm_89 visible", "amd 1 gfx1036 masked integrated", "nvidia 0 sm_80 visible +--".
inline std::string device_line(const Gpu& gpu) {
  std::string line = std::string(vendor_name(gpu.vendor)) + " " + std::to_string(gpu.index) + " " +
                     gpu.arch + " " + (gpu.visible ? "visible" : gpu.why);
  if (gpu.integrated) line += " integrated";
  if (!gpu.runs_as.empty()) line += " as " + gpu.runs_as;
  if (!gpu.instances.empty()) line += " ";
  for (const GpuInstance& instance : gpu.instances) line += instance.visible ? "+" : "-";
  return line;
}

/// "nvidia 535.216.01 cuda 12.8 compat 12.8", "amd 6.8.5 rocm 6.2.2".
inline std::string driver_line(const GpuDriver& driver) {
  std::string line(vendor_name(driver.vendor));
  if (!driver.version.empty()) line += " " + driver.version;
  if (!driver.cuda.empty()) line += " cuda " + driver.cuda;
  if (!driver.compat.empty()) line += " compat " + driver.compat;
  if (!driver.rocm.empty()) line += " rocm " + driver.rocm;
  return line;
}

inline std::vector<std::string> device_lines(const Machine& machine) {
  std::vector<std::string> lines;
  for (const Gpu& gpu : machine.gpus) lines.push_back(device_line(gpu));
  return lines;
}

inline std::vector<std::string> driver_lines(const Machine& machine) {
  std::vector<std::string> lines;
  for (const GpuDriver& driver : machine.drivers) lines.push_back(driver_line(driver));
  return lines;
}

/// "error driver-too-old".
inline std::string finding_line(const Finding& finding) {
  return std::string(severity_name(finding.severity)) + " " + finding.code;
}

inline std::unique_ptr<RecordedRoot> recorded(const std::filesystem::path& file) {
  auto root = RecordedRoot::open(file);
  INFO(file.string());
  REQUIRE(root);
  return *std::move(root);
}

/// A machine written in the test.
inline std::unique_ptr<RecordedRoot> written(std::string text) {
  auto root = RecordedRoot::parse("machine.toml", std::move(text));
  REQUIRE(root);
  return *std::move(root);
}

}  // namespace axle::test
