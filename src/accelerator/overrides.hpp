// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "accelerator/catalog.hpp"
#include "accelerator/machine.hpp"
#include "accelerator/system_root.hpp"

namespace axle {

/// Puts what variables say in the place of what was detected (see detect), and notes their names.
void apply_overrides(SystemRoot& root, const Catalog& catalog, Machine& machine);

/// What is wrong with the value of one of these variables: "`UV_CUDA_DRIVER_VERSION` is `abc`,
/// which is no version". None if nothing is; unset and empty ones say nothing.
std::optional<std::string> wrong_override(SystemRoot& root);

/// The variables that apply_overrides reads.
inline constexpr const char* override_variables[] = {
    "UV_CUDA_DRIVER_VERSION",
    "UV_AMD_GPU_ARCHITECTURE",
    "NV_VARIANT_PROVIDER_FORCE_CUDA_DRIVER_VERSION",
    "NV_VARIANT_PROVIDER_FORCE_SM_ARCH",
    "AMD_VARIANT_PROVIDER_FORCE_GFX_ARCH",
    "AMD_VARIANT_PROVIDER_FORCE_ROCM_VERSION",
    "INTEL_VARIANT_PROVIDER_FORCE_DEVICE_IP"};

}  // namespace axle
