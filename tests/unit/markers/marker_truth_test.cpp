// SPDX-License-Identifier: MIT
#include "axle/markers/marker_truth.hpp"

#include "support/catch.hpp"

using namespace axle;

TEST_CASE("a text holds as PEP 508 and PEP 440 say", "[marker]") {
  const auto [text, on_final, on_candidate] = GENERATE(table<std::string, bool, bool>({
      {"python_version == '3.14'", true, true},
      {"python_full_version <= '3.14.0rc1'", false, true},
      {"python_full_version < '3.14'", false, false},
      {"python_full_version >= '3.14'", true, false},
      {"python_full_version == '3.14.*'", true, true},
      {"'3.13.9' < python_full_version", true, true},
      {"python_version in '3.13 3.14' and sys_platform == 'linux'", true, true},
      {"python_version not in '3.13 3.14'", false, false},
      {"'3.1' in python_version", true, true},
      {"python_version == 'Linux' or extra == 'gpu'", false, false},
      {"python_version != 'Linux' and extra == 'cpu'", true, true},
      {"python_version >= '3.9.'", false, false},
  }));
  CAPTURE(text);
  MarkerEnvironment machine;
  machine.sys_platform = "linux";
  const std::vector<ExtraName> extras = {*ExtraName::parse("cpu")};
  machine.set_python("3.14.0");
  CHECK(marker_text_holds(text, machine, extras).value() == on_final);
  machine.set_python("3.14.0rc1");
  CHECK(marker_text_holds(text, machine, extras).value() == on_candidate);
  CHECK_FALSE(marker_text_holds(text + ")", machine, extras));
}
