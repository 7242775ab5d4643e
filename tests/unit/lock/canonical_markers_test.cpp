// SPDX-License-Identifier: MIT
#include "lock/canonical_markers.hpp"
#include "support/catch.hpp"

using namespace axle;

namespace {

std::vector<std::string> canonical(const std::vector<std::string>& texts,
                                   std::string_view python = ">=3.12") {
  std::vector<Marker> markers;
  for (const std::string& text : texts) markers.push_back(*Marker::parse(text));
  const auto requires_python = RequiresPython::from(*VersionSpecifiers::parse(python));
  std::vector<std::string> written;
  for (const Marker marker : canonical_markers(markers, requires_python))
    written.push_back(marker.to_text().value_or("always"));
  return written;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("forks by platform keep their order and lose what requires-python says", "[lock]") {
  CHECK(canonical(
            {"python_version >= '3.12' and sys_platform == 'win32'", "sys_platform != 'win32'"}) ==
        Texts{"sys_platform == 'win32'", "sys_platform != 'win32'"});
}

TEST_CASE("forks by conflicts alone vanish", "[lock]") {
  CHECK(canonical({"extra == 'extra-1-a-x' and extra != 'extra-1-a-y'",
                   "extra != 'extra-1-a-x' and extra == 'extra-1-a-y'"}) == Texts{});
}

TEST_CASE("conflict items stay where the platforms alone overlap", "[lock]") {
  const Texts forks{"sys_platform == 'linux' and extra == 'extra-1-a-x'", "extra != 'extra-1-a-x'"};
  CHECK(canonical(forks) == forks);
}
