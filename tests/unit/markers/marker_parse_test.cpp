// SPDX-License-Identifier: MIT
#include <chrono>

#include "axle/markers/marker.hpp"
#include "support/catch.hpp"

using namespace axle;

namespace {

Marker read(const std::string& text) {
  const Result<Marker> marker = Marker::parse(text);
  CAPTURE(text);
  REQUIRE(marker);
  return *marker;
}

}  // namespace

TEST_CASE("text that is no marker is refused with its place", "[marker]") {
  const auto [text, why] = GENERATE(table<std::string, std::string>({
      {"", "expected a quoted text or the name of a variable, found the end, at byte 0"},
      {"python_version", "expected an operator, found the end, at byte 14"},
      {"python_version >= 1.0",
       "expected a quoted text or the name of a variable, found `1.0`, at byte 18"},
      {"os_name == 'nt", "expected a closing quote, found the end, at byte 14"},
      {"(os_name == 'nt'", "expected `)`, found the end, at byte 16"},
      {"os_name == 'nt')", "expected `and`, `or` or the end, found `)`, at byte 15"},
      {"os_name == 'nt' xor 1", "expected `and`, `or` or the end, found `xor 1`, at byte 16"},
      {"os_name == 'nt' or",
       "expected a quoted text or the name of a variable, found the end, at "
       "byte 18"},
      {"wrong == 'nt'",
       "expected a quoted text or the name of a variable, found `wrong == 'nt'`, at byte 0"},
      {"'a' not os_name", "expected `in`, found `os_name`, at byte 8"},
      {"extras == 'x'", "`extras` and `dependency_groups` stand right of `in`, at byte 13"},
      {"'x' == dependency_groups", "only `in` and `not in` look into a list, at byte 24"},
      {"os_name == 'a\\b'", "a marker has no escapes, so no `\\`, at byte 16"},
  }));
  const Result<Marker> marker = Marker::parse(text);
  REQUIRE_FALSE(marker);
  CHECK(marker.error().kind == ErrorKind::invalid_input);
  CHECK(marker.error().message == "`" + text + "` is not a marker: " + why);
}

TEST_CASE("white space and quotes do not matter", "[marker]") {
  const Marker marker = read("os_name == 'nt' and (extra == 'x' or python_version in '3.9 3.10')");
  CHECK(read("os_name==\"nt\"and(extra=='x'or python_version in'3.9 3.10')") == marker);
  CHECK(read("  (\t((os_name == 'nt')))\nand ( 'x' == extra or ( python_version in \"3.10  3.9\" "
             ") )  ") == marker);
  CHECK(read("'nt' not  in os_name") == ~read("'nt' in os_name"));
}

TEST_CASE("and binds tighter than or", "[marker]") {
  const Marker a = read("os_name == 'a'");
  const Marker b = read("extra == 'b'");
  const Marker c = read("extra == 'c'");
  CHECK(read("os_name == 'a' or extra == 'b' and extra == 'c'") == (a | (b & c)));
  CHECK(read("(os_name == 'a' or extra == 'b') and extra == 'c'") == ((a | b) & c));
}

TEST_CASE("comparisons without a meaning are left out", "[marker]") {
  CHECK(read("'a' == 'b'").is_always());
  CHECK(read("os_name ~= 'nt'").is_always());
  CHECK(read("extra > 'x' and os_name == 'nt'") == read("os_name == 'nt'"));
  CHECK(read("'a' == 'b' or os_name == 'nt'") == read("os_name == 'nt'"));
  CHECK(read("python_version > '3.8.*'").is_always());
  CHECK(read("extra == 'not a name'").is_never());
  CHECK(read("extra != 'not a name'").is_never());
}

TEST_CASE("what is no version equals none", "[marker]") {
  CHECK(read("python_version == 'Linux'").is_never());
  CHECK(read("python_full_version >= '3.9.'").is_never());
  CHECK(read("python_version != 'Linux'").is_always());
  CHECK(read("'3.*' == python_version").is_never());
  CHECK(read("platform_version == sys_platform") == read("platform_version == 'sys_platform'"));
}

TEST_CASE("reversed comparisons are turned round", "[marker]") {
  CHECK(read("'3.9' < python_version") == read("python_version > '3.9'"));
  CHECK(read("'3.9' >= python_full_version") == read("python_full_version <= '3.9'"));
  CHECK(read("'3.9' ~= python_version") ==
        read("python_version >= '3' and python_version <= '3.9'"));
  CHECK(read("'3.9.4' ~= python_full_version") ==
        read("python_full_version >= '3.9' and python_full_version <= '3.9.4'"));
}

TEST_CASE("numbers that fill 64 bits have no next one", "[marker]") {
  const std::string most = "18446744073709551615";
  CHECK(read("python_version > '3." + most + "'") == read("python_full_version >= '4'"));
  CHECK(read("python_version == '" + most + ".*'") ==
        read("python_full_version >= '" + most + "'"));
  CHECK(read("python_version > '" + most + "." + most + "'").is_never());
}

TEST_CASE("hostile texts are refused in good time", "[marker][limits]") {
  const auto start = std::chrono::steady_clock::now();
  const auto repeated = [](unsigned count, const std::string& joint, auto part) {
    std::string text;
    for (unsigned i = 0; i < count; ++i) text += (i > 0 ? joint : "") + part(i);
    return text;
  };
  const auto extra = [](const std::string& name) { return "extra == '" + name + "'"; };

  CHECK(Marker::parse(std::string(100, '(') + "os_name == 'nt'" + std::string(100, ')')));
  CHECK_FALSE(Marker::parse(std::string(101, '(') + "os_name == 'nt'" + std::string(101, ')')));
  CHECK_FALSE(Marker::parse(std::string(500'000, '(')));
  CHECK_FALSE(Marker::parse(std::string((1U << 20U) + 1, ' ')));

  // One below the other: a path of the diagram has at most 1,000 tests.
  const auto chain = [&](unsigned i) { return extra("x" + std::to_string(i)); };
  CHECK(Marker::parse(repeated(900, " and ", chain)));
  CHECK_FALSE(Marker::parse(repeated(20'000, " and ", chain)));

  // The order of the variables makes this diagram as large as 2 to the number of pairs.
  const auto pair = [&](unsigned i) {
    return "(" + extra("a" + std::to_string(i)) + " and " + extra("b" + std::to_string(i)) + ")";
  };
  CHECK(Marker::parse(repeated(8, " or ", pair)));
  const auto too_complex = Marker::parse(repeated(40, " or ", pair));
  REQUIRE_FALSE(too_complex);
  CHECK(too_complex.error().message.ends_with("is too complex"));

  // Many values of one variable are no problem.
  const auto value = [](unsigned i) { return "platform_machine == 'm" + std::to_string(i) + "'"; };
  CHECK(Marker::parse(repeated(10'000, " or ", value)));

  CHECK(Marker::check_capacity());
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}
