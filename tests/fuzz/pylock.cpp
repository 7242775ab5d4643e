// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "pylock/pylock_select.hpp"

// A pylock.toml is refused with a place or read; what is chosen of one that was read is in it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto pylock =
      axle::parse_pylock("pylock.toml", std::string(reinterpret_cast<const char*>(data), size));
  if (!pylock) {
    if (pylock.error().code != axle::ErrorCode::lockfile || pylock.error().hints.empty())
      std::abort();
    return 0;
  }
  const auto platform = axle::Platform::parse_target("x86_64-manylinux_2_28");
  const auto python = axle::Version::parse("3.12");
  if (!platform || !python) std::abort();
  axle::MarkerEnvironment markers;
  platform->describe_to(markers);
  markers.set_python("3.12");
  const axle::CompatibleTags tags(axle::PythonVariant{.minor = 12}, axle::platform_tags(*platform));
  const auto choices =
      axle::select_pylock(*pylock, {.extras = {}, .all_extras = true, .groups = {}},
                          {.markers = markers, .python = *python, .tags = tags});
  if (!choices) return 0;
  for (const axle::PylockChoice& choice : *choices) {
    const axle::PylockPackage& package = pylock->packages.at(choice.package);
    if (choice.source == axle::PylockChoice::Source::wheel &&
        !package.wheels.at(choice.wheel).wheel)
      std::abort();
  }
  return 0;
}
