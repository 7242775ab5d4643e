// SPDX-License-Identifier: MIT
// Any bytes as a wheel that is unpacked while it arrives: the same is refused, and the same tree
// made, as when it is unpacked once it is there. The first four bytes decide the pieces.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "../support/arriving_wheel.hpp"
#include "base/try.hpp"

namespace {

constexpr const char* name = "demo-1.0-py3-none-any.whl";

void require(bool holds) {
  if (!holds) std::abort();
}

axle::Result<axle::DecodedManifest> unpack_whole(std::string_view bytes,
                                                 const std::filesystem::path& place) {
  using namespace axle;
  TRY_OK(write_file_quickly(place / name, bytes));
  TRY(WheelFile file, WheelFile::open(place / name, name));
  MemberReader reader;
  TRY(const auto unpacking,
      Unpacking::prepare(std::move(file), {.name = *WheelFilename::parse(name)}, {place / "tree"},
                         reader));
  for (std::size_t task = 0; task < unpacking->tasks(); ++task)
    TRY_OK(unpacking->run(task, reader));
  return decode_manifest(unpacking->manifest());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::uint32_t seed = 0;
  if (size < sizeof seed) return 0;
  std::memcpy(&seed, data, sizeof seed);
  const std::string_view bytes(reinterpret_cast<const char*>(data) + sizeof seed,
                               size - sizeof seed);
  const auto temp = *axle::TempDirectory::create_in(axle::system_temp_directory());
  require(axle::make_directories(temp.path() / "whole").has_value());
  require(axle::make_directories(temp.path() / "arriving").has_value());
  const auto whole = unpack_whole(bytes, temp.path() / "whole");
  const auto arriving = axle::test::unpack_arriving(bytes, name, temp.path() / "arriving", seed);
  require(whole.has_value() == arriving.manifest.has_value());
  if (whole)
    require(axle::test::file_lines(*whole->manifest) ==
            axle::test::file_lines(*arriving.manifest->manifest));
  else
    require(whole.error().code == arriving.manifest.error().code);
  return 0;
}
