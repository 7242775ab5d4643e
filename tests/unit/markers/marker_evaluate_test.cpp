// SPDX-License-Identifier: MIT
#include "axle/markers/marker.hpp"
#include "axle/markers/marker_environment.hpp"
#include "support/catch.hpp"

using namespace axle;

namespace {

MarkerEnvironment a_mac() {
  MarkerEnvironment machine;
  machine.implementation_name = "cpython";
  machine.os_name = "posix";
  machine.platform_machine = "arm64";
  machine.platform_python_implementation = "CPython";
  machine.platform_release = "23.4.0";
  machine.platform_system = "Darwin";
  machine.platform_version = "Darwin Kernel Version 23.4.0";
  machine.sys_platform = "darwin";
  machine.set_python("3.12.4");
  return machine;
}

bool holds(const std::string& text, const MarkerEnvironment& machine,
           std::vector<std::string> extras = {}) {
  std::vector<ExtraName> names;
  for (const std::string& extra : extras) names.push_back(*ExtraName::parse(extra));
  const Result<Marker> marker = Marker::parse(text);
  CAPTURE(text);
  REQUIRE(marker);
  return marker->evaluate(machine, names);
}

}  // namespace

TEST_CASE("a marker is evaluated on a machine", "[marker]") {
  const auto [text, expected] = GENERATE(table<std::string, bool>({
      {"sys_platform == 'darwin'", true},
      {"platform_system == 'Darwin' and os_name == 'posix'", true},
      {"python_version == '3.12'", true},
      {"python_version in '3.11 3.12'", true},
      {"python_full_version > '3.12.4'", false},
      {"python_full_version >= '3.12.4' and implementation_version == '3.12.4'", true},
      {"'arm' in platform_machine", true},
      {"platform_machine in 'arm64 aarch64'", true},
      {"platform_machine not in 'arm64 aarch64'", false},
      {"extra == 'cpu'", true},
      {"extra == 'gpu'", false},
      {"extra == 'gpu' or python_version < '3.13'", true},
      // As a version 23.4 is more than 9; as a string it is not.
      {"platform_release >= '9.0'", true},
      {"platform_release == '23.4'", true},
      {"platform_version >= 'E'", false},
  }));
  CAPTURE(text);
  CHECK(holds(text, a_mac(), {"cpu"}) == expected);
  CHECK_FALSE(Marker::never().evaluate(a_mac()));
  CHECK(Marker::always().evaluate(a_mac()));
}

TEST_CASE("off macOS a release is a string", "[marker]") {
  MarkerEnvironment machine = a_mac();
  machine.sys_platform = "linux";
  machine.platform_release = "6.8.0-45-generic";
  CHECK(holds("platform_release >= '6.8.0'", machine));
  CHECK(holds("platform_release < '9'", machine));
  CHECK_FALSE(holds("platform_release < '6.10'", machine));
  CHECK(holds("platform_release == '6.8.0-45-generic'", machine));
  CHECK_FALSE(holds("platform_release == '6.8'", machine));
}

TEST_CASE("a release that is no version satisfies no comparison of versions", "[marker]") {
  MarkerEnvironment machine = a_mac();
  machine.platform_release = "unknown";
  CHECK_FALSE(holds("platform_release >= '9.0'", machine));
  CHECK_FALSE(holds("platform_release < '9.0'", machine));
}

TEST_CASE("a pre-release of Python counts as its release", "[marker]") {
  MarkerEnvironment machine = a_mac();
  machine.set_python("3.13.0rc1");
  CHECK(machine.python_version == "3.13");
  CHECK(holds("python_version == '3.13'", machine));
  CHECK(holds("python_full_version >= '3.13'", machine));
  CHECK_FALSE(holds("python_full_version < '3.13'", machine));
}

TEST_CASE("lists of a pylock.toml", "[marker]") {
  const std::vector<ExtraName> extras = {*ExtraName::parse("cpu")};
  const std::vector<GroupName> groups = {*GroupName::parse("dev")};
  const auto evaluate = [&](const std::string& text) {
    return Marker::parse(text)->evaluate_pylock(a_mac(), extras, groups);
  };
  CHECK(evaluate("'CPU' in extras and 'dev' in dependency_groups"));
  CHECK(evaluate("'gpu' not in extras"));
  CHECK_FALSE(evaluate("'dev' in extras"));
  CHECK_FALSE(evaluate("extra == 'cpu'"));
  CHECK_FALSE(evaluate("'no name!' in extras"));
  CHECK_FALSE(evaluate("'no name!' not in extras"));
  CHECK_FALSE(Marker::parse("'cpu' in extras")->evaluate(a_mac(), extras));
}

TEST_CASE("what extras alone decide", "[marker]") {
  const std::vector<ExtraName> cpu = {*ExtraName::parse("cpu")};
  const Marker marker = *Marker::parse("extra == 'cpu' and os_name == 'nt' or extra == 'gpu'");
  CHECK(marker.may_hold_with(cpu));
  CHECK_FALSE(marker.may_hold_with({}));
  CHECK_FALSE(marker.must_hold_with(cpu));
  CHECK(Marker::parse("extra == 'cpu' or os_name == 'nt'")->must_hold_with(cpu));
  CHECK(Marker::always().must_hold_with({}));
  CHECK_FALSE(Marker::never().may_hold_with({}));
}

TEST_CASE("environments are filled by name", "[marker]") {
  MarkerEnvironment machine;
  CHECK(machine.set("sys_platform", "linux"));
  CHECK(machine.value("sys_platform") == "linux");
  CHECK_FALSE(machine.set("extra", "x"));
  CHECK_FALSE(machine.value("os.name"));
  const auto [given, version, full] = GENERATE(table<std::string, std::string, std::string>({
      {"3", "3.0", "3.0.0"},
      {"3.12", "3.12", "3.12.0"},
      {"3.12.4", "3.12", "3.12.4"},
      {"3.13.0rc1", "3.13", "3.13.0rc1"},
      {"3.13rc1", "3.13", "3.13.0rc1"},
      {"3.10.", "3.10", "3.10.0."},
  }));
  machine.implementation_name = "cpython";
  machine.set_python(given);
  CHECK(machine.python_version == version);
  CHECK(machine.python_full_version == full);
  CHECK(machine.implementation_version == full);
}
