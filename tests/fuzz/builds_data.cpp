// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "accelerator/catalog.hpp"
#include "accelerator/torch_builds.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto catalog =
      axle::Catalog::parse("data.toml", std::string(reinterpret_cast<const char*>(data), size));
  if (!catalog) return 0;
  for (const axle::KnownArm& arm : catalog->tables().arms) {
    if (!axle::accelerator_kind(arm.name)) std::abort();
    if (catalog->nearest_arm(arm.name) == nullptr) std::abort();
  }
  for (const char* torch : {"2.9.1", "99.0", "0.1", ""})
    axle::TorchBuilds(*catalog, torch, "linux_x86_64").find("cu999");
  return 0;
}
