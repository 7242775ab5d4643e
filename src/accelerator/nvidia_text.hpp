// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accelerator/system_root.hpp"

// The texts that NVIDIA's driver and tools write. All parsers take any bytes, and are linear.
namespace axle {

/// Digits and dots, at least one dot or three digits, as in "550.54.15" and "580": an error message
/// is no version, whatever the exit code said.
bool looks_like_driver_version(std::string_view text);

/// The version in /proc/driver/nvidia/version ("… Kernel Module  550.54.15  …", "… Open Kernel
/// Module for x86_64  580.95.05  …"); empty if there is none.
std::string parse_proc_version(std::string_view text);

/// /proc/driver/nvidia/gpus/*/information.
struct NvidiaInformation {
  std::string model;
  std::string uuid;
  std::string minor;  ///< of its device node: "0"
};
NvidiaInformation parse_information(std::string_view text);

/// A row of `nvidia-smi --query-gpu=… --format=csv,noheader,nounits`.
struct SmiRow {
  std::string driver_version;
  NvmlDevice device;
};
/// The rows of the query with `compute_cap` or without it. None if a line is no row: what is
/// written is then an error, whatever the exit code.
std::optional<std::vector<SmiRow>> parse_smi_query(std::string_view text, bool with_capability);

/// The MIG instances in what `nvidia-smi -L` lists, by the UUID of their device. Their names are
/// NVML's: that of the device, then the profile.
std::map<std::string, std::vector<NvmlInstance>> parse_smi_instances(std::string_view text);

/// The version in the name of a library of the driver: "libcuda.so.550.54.15". Empty for names such
/// as "libcuda.so.1".
std::string driver_library_version(std::string_view file_name);

}  // namespace axle
