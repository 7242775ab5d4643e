// SPDX-License-Identifier: MIT
// Any bytes as the name of a wheel or a source distribution.
#include "axle/standards/wheel_filename.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "axle/standards/requires_python.hpp"
#include "axle/standards/sdist_filename.hpp"

using namespace axle;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const PackageName package = PackageName::parse("a-b").value();
  if (const auto sdist = SdistFilename::parse(text, package); sdist && sdist->name != package)
    std::abort();
  const auto wheel = WheelFilename::parse(text);
  if (!wheel) return 0;
  if (wheel->tags.empty() || wheel->tags.size() > 1000) std::abort();
  const auto again = WheelFilename::parse(wheel->to_string());
  if (!again || *again != *wheel) std::abort();
  RequiresPython().matches_wheel_tag(*wheel);
  CompatibleTags({"cpython", 3, 12, false}, {"linux_x86_64"}).priority(*wheel);
  return 0;
}
