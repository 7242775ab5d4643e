// SPDX-License-Identifier: MIT
#include "axle/markers/marker.hpp"

#include <algorithm>
#include <thread>

#include "support/catch.hpp"

using namespace axle;

namespace {

Marker read(const std::string& text) {
  const Result<Marker> marker = Marker::parse(text);
  CAPTURE(text);
  REQUIRE(marker);
  return *marker;
}

PythonBound at(PythonBound::Kind kind, const std::string& version) {
  return {kind, *Version::parse(version)};
}
const auto included = PythonBound::Kind::included;
const auto excluded = PythonBound::Kind::excluded;

}  // namespace

TEST_CASE("disjointness and implication", "[marker]") {
  CHECK(read("python_version < '3.9'").is_disjoint(read("python_full_version >= '3.9'")));
  CHECK(read("sys_platform == 'win32'").is_disjoint(read("os_name == 'posix'")));
  CHECK(read("platform_system == 'Windows'").is_disjoint(read("sys_platform == 'linux'")));
  CHECK_FALSE(read("sys_platform == 'win32'").is_disjoint(read("os_name == 'nt'")));
  CHECK_FALSE(read("extra == 'a'").is_disjoint(read("extra == 'b'")));
  CHECK(read("python_version == '3.10'").implies(read("python_full_version >= '3.9'")));
  CHECK_FALSE(read("os_name == 'posix'").implies(read("sys_platform == 'linux'")));
  CHECK(Marker::never().implies(Marker::never()));
  CHECK(Marker::never().is_disjoint(Marker::always()));
}

TEST_CASE("markers are made from parts", "[marker]") {
  using enum MarkerVariable;
  CHECK(Marker::string_equals(sys_platform, "linux") == read("sys_platform == 'linux'"));
  CHECK(Marker::string_equals(platform_system, "Linux") == read("sys_platform == 'linux'"));
  CHECK(Marker::comparison(platform_release, MarkerOperator::greater_equal, "20.0") ==
        read("platform_release >= '20.0'"));
  CHECK(Marker::comparison(python_version, MarkerOperator::equal, "3.*") ==
        read("python_version == '3.*'"));
  CHECK(Marker::comparison(platform_machine, MarkerOperator::contains, "64") ==
        read("'64' in platform_machine"));
  CHECK_FALSE(Marker::comparison(os_name, MarkerOperator::compatible, "x"));
  CHECK(Marker::extra(*ExtraName::parse("A.b")) == read("extra == 'a-b'"));
  CHECK(Marker::python_within({at(included, "3.8.0"), at(excluded, "3.12")}) ==
        read("python_full_version >= '3.8' and python_full_version < '3.12'"));
  CHECK(Marker::python_within({}).is_always());
  CHECK(Marker::python_within({at(excluded, "3.8"), at(excluded, "3.8.0")}).is_never());
}

TEST_CASE("requires-python simplifies markers", "[marker]") {
  const PythonBounds above_3_7{at(excluded, "3.7"), {}};
  const PythonBounds above_3_12{at(excluded, "3.12"), {}};
  CHECK(read("python_version < '3.10'").simplify_python(above_3_7) ==
        read("python_full_version < '3.10'"));
  CHECK(read("(python_version <= '3.11' and sys_platform == 'win32') or python_version > '3.11'")
            .simplify_python(above_3_12)
            .is_always());
  CHECK(read("python_full_version <= '3.12'").simplify_python(above_3_12).is_never());
  CHECK(read("python_full_version <= '3.12.1'").simplify_python(above_3_12) ==
        read("python_full_version <= '3.12.1'"));
  CHECK(read("os_name == 'nt'").simplify_python(above_3_12) == read("os_name == 'nt'"));

  const PythonBounds window{at(included, "3.8"), at(excluded, "3.12")};
  CHECK(Marker::always().complexify_python(window) == Marker::python_within(window));
  CHECK(Marker::never().complexify_python(window).is_never());
  CHECK(read("python_full_version <= '3.10'").complexify_python(window) ==
        read("python_full_version >= '3.8' and python_full_version <= '3.10'"));
  CHECK(read("python_full_version >= '3.9' and python_full_version < '3.12'")
            .simplify_python(window) == read("python_full_version >= '3.9'"));
}

TEST_CASE("an assumption takes away what it says already", "[marker]") {
  const Marker linux_only = read("sys_platform == 'linux'");
  CHECK(read("sys_platform == 'linux' and python_version < '3.11'").restrict(linux_only) ==
        read("python_version < '3.11'"));
  CHECK(linux_only.restrict(linux_only).is_always());
  CHECK(linux_only.restrict(~linux_only).is_never());
  CHECK(linux_only.restrict(Marker::always()) == linux_only);
  CHECK(read("os_name == 'nt'").restrict(read("python_version > '3'")) == read("os_name == 'nt'"));
}

TEST_CASE("extras are assumed or forgotten", "[marker]") {
  const ExtraName dev = *ExtraName::parse("dev");
  const Marker marker = read("(os_name == 'nt' and extra == 'dev') or extra == 'all'");
  CHECK(marker.without_extras().is_always());
  CHECK(read("os_name == 'nt' and extra == 'dev'").without_extras() == read("os_name == 'nt'"));
  CHECK(read("os_name == 'nt' and extra == 'dev'").only_extras() == read("extra == 'dev'"));
  CHECK(read("os_name == 'nt' or extra == 'dev'").only_extras().is_always());
  CHECK(marker.assume_extra(dev, true) == read("os_name == 'nt' or extra == 'all'"));
  CHECK(marker.assume_extra(dev, false) == read("extra == 'all'"));
  CHECK(marker.assume_all_extras(false).is_never());
  CHECK(marker.assume_all_extras(true).is_always());
  CHECK(marker.mentions_extras());
  CHECK_FALSE(read("os_name == 'nt' or 'x' in extras").mentions_extras());
  REQUIRE(marker.extras().size() == 2);
  CHECK(marker.extras()[0].text() == "all");
  const auto only_dev = [&](const ExtraName& name) {
    return name == dev ? std::optional(true) : std::nullopt;
  };
  CHECK(marker.assume_extras(only_dev) == marker.assume_extra(dev, true));
}

TEST_CASE("the extra that a requirement belongs to", "[marker]") {
  const auto extra_of = [](const std::string& text) {
    const auto extra = read(text).top_level_extra();
    return extra ? extra->text() : "";
  };
  CHECK(extra_of("extra == 'dev'") == "dev");
  CHECK(extra_of("extra == 'dev' and (os_name == 'nt' or sys_platform == 'linux')") == "dev");
  CHECK(extra_of("extra == 'dev' or os_name == 'nt'").empty());
  CHECK(extra_of("extra != 'dev'").empty());
  CHECK(
      extra_of("os_name == 'nt' and extra == 'a' or os_name == 'posix' and extra == 'b'").empty());
  CHECK(extra_of("os_name == 'nt'").empty());
}

TEST_CASE("the range of Pythons", "[marker]") {
  const auto within = [](const std::string& text) {
    const auto range = read(text).python_range();
    return range ? Marker::python_within(*range).to_text().value_or("any") : "none";
  };
  CHECK(within("python_full_version == '3.8.*'") == "python_full_version == '3.8.*'");
  CHECK(within("python_full_version > '3.8' and python_full_version < '3.9'") ==
        "python_full_version > '3.8' and python_full_version < '3.9'");
  CHECK(within("python_full_version <= '3.9'") == "python_full_version <= '3.9'");
  CHECK(within("python_full_version > '3.8' or sys_platform == 'win32'") == "any");
  CHECK(within("python_version == '3.8' or python_version == '3.10'") ==
        "python_full_version >= '3.8' and python_full_version < '3.11'");
  CHECK(within("python_version >= '3.8' and os_name == 'nt' and extra == 'x'") ==
        "python_full_version >= '3.8'");
  CHECK(within("python_full_version != '3.8'") == "any");
  CHECK(within("os_name == 'nt'") == "none");
  CHECK(within("python_version < '0'") == "none");
}

TEST_CASE("trees are ordered by kind, key and edges", "[marker]") {
  const std::vector<std::string> ascending = {
      "python_version >= '0'",
      "python_version < '0'",
      "implementation_version == '1'",
      "python_full_version < '3.8'",
      "python_full_version >= '3.8'",
      "python_full_version < '3.9'",
      "os_name == 'nt'",
      "os_name == 'posix'",
      "sys_platform == 'darwin'",
      "os_name in 'nt'",
      "'nt' in os_name",
      "'b' in extras",
      "'a' in dependency_groups",
      "extra == 'a'",  // true comes before anything that is still to be tested
      "extra == 'a' and extra == 'b'",
      "extra == 'b'",
  };
  for (std::size_t i = 0; i < ascending.size(); ++i)
    for (std::size_t j = 0; j < ascending.size(); ++j) {
      CAPTURE(ascending[i], ascending[j]);
      const auto order = read(ascending[i]) <=> read(ascending[j]);
      CHECK((order < 0) == (i < j));
      CHECK((order == 0) == (i == j));
    }
}

TEST_CASE("several threads share the table", "[marker]") {
  std::vector<std::thread> threads;
  std::vector<std::string> texts(4);
  for (std::size_t thread = 0; thread < texts.size(); ++thread)
    threads.emplace_back([&texts, thread] {
      Marker all = Marker::never();
      for (unsigned i = 0; i < 40; ++i)
        all |= *Marker::parse("python_version == '3." + std::to_string(i) + "' and extra == 't" +
                              std::to_string(i % 5) + "'");
      texts[thread] = *all.to_text();
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(std::ranges::count(texts, texts.front()) == 4);
}
