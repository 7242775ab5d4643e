// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "accelerator/catalog.hpp"
#include "accelerator/machine.hpp"
#include "accelerator/system_root.hpp"

namespace axle {

/// Looks at a machine: platform, drivers, devices, what is visible and why not. Changes nothing.
/// Without a device it takes some file reads and no library; with one, up to 2 s for each tool or
/// library that hangs. Variables that stand in for detection are honoured: UV_CUDA_DRIVER_VERSION,
/// UV_AMD_GPU_ARCHITECTURE, and those of the variant providers
/// (NV_VARIANT_PROVIDER_FORCE_CUDA_DRIVER_VERSION, …_FORCE_SM_ARCH,
/// AMD_VARIANT_PROVIDER_FORCE_GFX_ARCH, …_FORCE_ROCM_VERSION,
/// INTEL_VARIANT_PROVIDER_FORCE_DEVICE_IP).
Machine detect(SystemRoot& root, const Catalog& catalog);

/// What a decision about a machine depends on, in one word: versions of drivers, device nodes,
/// variables. Some file reads; no tool or library is asked. Equal words mean that looking again
/// would find the same.
std::string machine_fingerprint(SystemRoot& root);

}  // namespace axle
