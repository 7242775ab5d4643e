// SPDX-License-Identifier: MIT
// A recorded machine of any bytes is refused or looked at; what is captured of it can be read
// again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "accelerator/detect.hpp"
#include "accelerator/findings.hpp"
#include "accelerator/recorded_root.hpp"
#include "accelerator/recording_root.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto root = axle::RecordedRoot::parse(
      "machine.toml", std::string(reinterpret_cast<const char*>(data), size));
  if (!root) return 0;
  const axle::Catalog& catalog = axle::Catalog::built_in();
  axle::RecordingRoot recording(**root);
  const axle::Machine machine = axle::detect(recording, catalog);
  axle::InstalledSet installed;
  for (const axle::RecordedPackage& package : (*root)->packages())
    installed.packages.push_back({.name = package.name, .version = package.version});
  axle::find_faults(recording, catalog, machine, installed);
  const auto again = axle::RecordedRoot::parse("again.toml", recording.to_toml("again"));
  if (!again || axle::detect(**again, catalog).gpus.size() != machine.gpus.size()) std::abort();
  return 0;
}
