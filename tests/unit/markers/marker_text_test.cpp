// SPDX-License-Identifier: MIT
#include "axle/markers/marker.hpp"
#include "support/catch.hpp"

using namespace axle;

namespace {

std::string normal(const std::string& text) {
  const Result<Marker> marker = Marker::parse(text);
  REQUIRE(marker);
  return marker->to_text().value_or("");
}

}  // namespace

TEST_CASE("markers are written as uv writes them in a lock", "[marker]") {
  const auto [written, expected] = GENERATE(table<std::string, std::string>({
      {"platform_system != 'Android'", "sys_platform != 'android'"},
      {"os.name == 'nt' or \"linux\" == sys.platform",
       "os_name == 'nt' or sys_platform == 'linux'"},
      {"python_version == '3.9'", "python_full_version == '3.9.*'"},
      {"python_version != '3'", "python_full_version != '3.0.*'"},
      {"python_version ~= '3.10'", "python_full_version >= '3.10' and python_full_version < '4'"},
      {"python_version ~= '3.10.0'", "python_full_version == '3.10.*'"},
      {"python_version > '3.8.1'", "python_full_version >= '3.9'"},
      {"python_version in '3.10 3.14'",
       "python_full_version == '3.10.*' or python_full_version == '3.14.*'"},
      {"python_full_version == '3.12.0'", "python_full_version == '3.12'"},
      {"python_full_version != '3.14.0a1'", "python_full_version != '3.14'"},
      {"sys_platform != 'linux' and sys_platform != 'darwin'",
       "sys_platform != 'darwin' and sys_platform != 'linux'"},
      {"implementation_name > 'x' or os_name == 'nt'", "os_name == 'nt'"},
      {"platform_release == '20.6.0'",
       "(platform_release == '20.6.0' and sys_platform != 'darwin') or (platform_release == '20.6' "
       "and sys_platform == 'darwin')"},
      {"platform_release != '5.15'",
       "platform_release != '5.15' and sys_platform != 'darwin' or (platform_release < '5.15' or "
       "platform_release > '5.15') and sys_platform == 'darwin'"},
      {"platform_release == '6.8.0-45-generic'", "platform_release == '6.8.0-45-generic'"},
      {"'nux' in sys_platform or sys_platform not in 'aix cygwin'",
       "sys_platform not in 'aix cygwin' or 'nux' in sys_platform"},
      {"extra == 'CPU_x' and os_name == \"a'b\"", "os_name == \"a'b\" and extra == 'cpu-x'"},
      {"'Dev' in dependency_groups and 'x' not in extras",
       "'x' not in extras and 'dev' in dependency_groups"},
      // The machine matters on Linux only: what both clauses share is written once.
      {"sys_platform == 'linux' and (python_version >= '3.12' or platform_machine != 'aarch64') or "
       "sys_platform != 'linux' and sys_platform != 'darwin'",
       "(python_full_version >= '3.12' or platform_machine != 'aarch64') and sys_platform == "
       "'linux' or sys_platform != 'darwin' and sys_platform != 'linux'"},
      {"(sys_platform == 'darwin' and platform_machine == 'arm64') or (sys_platform == 'linux' and "
       "platform_machine == 'x86_64') or sys_platform == 'win32'",
       "(platform_machine == 'arm64' and sys_platform == 'darwin') or (platform_machine == "
       "'x86_64' "
       "and sys_platform == 'linux') or sys_platform == 'win32'"},
  }));
  CAPTURE(written);
  CHECK(normal(written) == expected);
  CHECK(normal(expected) == expected);
}

TEST_CASE("always has no text, never has one that reads back", "[marker]") {
  CHECK_FALSE(Marker::always().to_text());
  CHECK(Marker::never().to_text() == "python_version < '0'");
  CHECK(Marker::parse("python_version < '0'")->is_never());
  CHECK(Marker::parse("'0.0' > python_version")->is_never());
  CHECK(Marker::parse("python_version >= '0'")->is_always());
  CHECK(normal("os_name == 'nt' or os_name != 'nt'").empty());
}

TEST_CASE("platforms that no machine has do not matter", "[marker]") {
  CHECK(normal("os_name == 'nt' and sys_platform == 'linux'") == "python_version < '0'");
  CHECK(normal("platform_system == 'FreeBSD' and sys_platform == 'darwin'") ==
        "python_version < '0'");
  CHECK(normal("platform_system == 'iOS' and sys_platform == 'ios'") ==
        "platform_system == 'iOS' and sys_platform == 'ios'");
  CHECK(*Marker::parse("sys_platform == 'win32' and os_name != 'posix'") ==
        *Marker::parse("sys_platform == 'win32'"));
}

TEST_CASE("a star of a minor version is told from other ranges", "[marker]") {
  const auto [written, expected] = GENERATE(table<std::string, std::string>({
      {"python_full_version >= '3' and python_full_version < '3.1'",
       "python_full_version == '3.0.*'"},
      {"python_full_version == '3.*'", "python_full_version >= '3' and python_full_version < '4'"},
      {"python_full_version >= '3.8.1' and python_full_version < '3.9'",
       "python_full_version >= '3.8.1' and python_full_version < '3.9'"},
      {"python_full_version < '3.8' or python_full_version > '3.8'",
       "python_full_version != '3.8'"},
      {"python_full_version < '3.8' or python_full_version >= '3.10'",
       "python_full_version < '3.8' or python_full_version >= '3.10'"},
      {"python_full_version == '3.12.0.*'",
       "python_full_version >= '3.12' and python_full_version < '3.12.1'"},
  }));
  CAPTURE(written);
  CHECK(normal(written) == expected);
}
