// SPDX-License-Identifier: MIT
// Wheels of the world, where this machine has some (Debian's python3-pip-whl): what everybody
// installs must not be refused.
#include "support/catch.hpp"
#include "support/temp_tree.hpp"
#include "unpack_wheel.hpp"

namespace axle::test {

TEST_CASE("the wheels of this machine are accepted", "[real]") {
  unsigned wheels = 0;
  for (const auto& entry : std::filesystem::directory_iterator(AXLE_REAL_WHEELS)) {
    if (entry.path().extension() != ".whl") continue;
    INFO(entry.path().string());
    const TempTree place;
    const auto result = unpack_wheel(entry.path(), place / "tree");
    if (!result) FAIL(result.error().message);
    CHECK(result->manifest->files.size() > 10);
    ++wheels;
  }
  CHECK(wheels > 0);
}

}  // namespace axle::test
