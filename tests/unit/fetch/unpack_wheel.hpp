// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>

#include "axle/base/error.hpp"
#include "fetch/unpack.hpp"
#include "store/wheel_manifest.hpp"

namespace axle::test {

/// Checks and unpacks a wheel into `tree` on this thread, as fetch_wheels does it on many.
inline Result<DecodedManifest> unpack_wheel(const std::filesystem::path& wheel,
                                            const std::filesystem::path& tree,
                                            bool any_version = false,
                                            bool may_lack_hashes = false) {
  const std::string label = wheel.filename().string();
  auto expected = WheelFilename::parse(label);
  if (!expected) return std::unexpected(expected.error());
  auto file = WheelFile::open(wheel, label);
  if (!file) return std::unexpected(file.error());
  MemberReader reader;
  auto unpacking = Unpacking::prepare(*std::move(file), {*expected, any_version, may_lack_hashes},
                                      {tree}, reader);
  if (!unpacking) return std::unexpected(unpacking.error());
  for (std::size_t task = 0; task < (*unpacking)->tasks(); ++task)
    if (auto done = (*unpacking)->run(task, reader); !done) return std::unexpected(done.error());
  return decode_manifest((*unpacking)->manifest());
}

}  // namespace axle::test
