// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The texts that AMD's driver and tools write. All parsers take any bytes, and are linear.
namespace axle {

/// A node of the KFD topology: /sys/class/kfd/kfd/topology/nodes/N/properties.
struct KfdProperties {
  std::uint64_t simd_count = 0;          ///< 0 for a processor
  std::uint64_t gfx_target_version = 0;  ///< decimal major * 10000 + minor * 100 + step
  std::uint64_t vendor_id = 0;
  std::uint64_t device_id = 0;
  std::uint64_t location_id = 0;  ///< bus * 256 + device * 8 + function
  std::uint64_t domain = 0;       ///< of the bus
  std::uint64_t unique_id = 0;    ///< 0 if the chip has none
};
/// Keys that are not there, or whose value is no number, are 0.
KfdProperties parse_kfd_properties(std::string_view text);

/// "gfx90a" for 90010, "gfx1151" for 110501: minor and step are one hexadecimal digit each. Empty
/// for 0 and for what cannot be one.
std::string gfx_name(std::uint64_t gfx_target_version);

/// The target that HSA_OVERRIDE_GFX_VERSION names: "gfx1030" for "10.3.0". Empty if it is none.
std::string gfx_of_override(std::string_view value);

/// The marketing names of the GPU agents that `rocminfo` prints, by their node.
std::map<std::uint64_t, std::string> parse_rocminfo(std::string_view text);

/// "6.4.1" of /opt/rocm/.info/version, "6.4.1-83".
std::string parse_rocm_version(std::string_view text);

}  // namespace axle
