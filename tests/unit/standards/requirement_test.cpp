// SPDX-License-Identifier: MIT
#include "axle/standards/requirement.hpp"

#include <string>
#include <vector>

#include "axle/standards/lenient.hpp"
#include "support/catch.hpp"

using namespace axle;

TEST_CASE("a requirement prints in its normal form", "[requirement]") {  // PEP 508
  const auto [written, normal] = GENERATE(table<std::string, std::string>({
      {"A.B-C_D", "a-b-c-d"},
      {"torch>=2.5,<3", "torch>=2.5,<3"},
      {"torch (>=2.5 , <3)", "torch>=2.5,<3"},
      {"typing-extensions (>=4.8.0)", "typing-extensions>=4.8.0"},
      {"typing-extensions(>=4.8.0) ; python_version < '3.11'",
       "typing-extensions>=4.8.0 ; python_full_version < '3.11'"},
      {"name[quux, Strange_Extra]>=1", "name[quux,strange-extra]>=1"},
      {"name[b,a,b]", "name[a,b]"},
      {"name[]", "name"},
      {"name@http://foo.com/x.whl", "name @ http://foo.com/x.whl"},
      {"name [fred] @ file:///x/y.whl ; os_name=='posix'",
       "name[fred] @ file:///x/y.whl ; os_name == 'posix'"},
      {"name;extra=='x'", "name ; extra == 'x'"},
      {"  name  ", "name"},
      {"torch==2.5.1+cpu", "torch==2.5.1+cpu"},
  }));
  CAPTURE(written);
  const auto requirement = Requirement::parse(written);
  REQUIRE(requirement);
  CHECK(requirement->to_string() == normal);
  CHECK(Requirement::parse(normal).value().to_string() == normal);
}

TEST_CASE("a requirement keeps how it was written", "[requirement]") {
  const auto requirement = Requirement::parse("Foo_Bar[B, a] ; sys_platform=='win32'").value();
  CHECK(requirement.written_name == "Foo_Bar");
  CHECK(requirement.written_extras == std::vector<std::string>{"B", "a"});
  CHECK(requirement.marker_text == "sys_platform=='win32'");
}

TEST_CASE("text that is not a requirement is refused, with the place", "[requirement]") {
  const auto [text, reason] = GENERATE(table<std::string, std::string>({
      {"", "does not begin with a package name"},
      {"-e .", "`-e` is not a package name"},
      {"name[", "`` is not an extra"},
      {"name[a", "a list of extras is not closed"},
      {"name (>=1", "a parenthesis is not closed"},
      {"name >=1)", "is not a version"},
      {"name 1.0", "begins with none of"},
      {"name @", "`@` wants a URL"},
      {"name >= 1.*", "`.*` goes only with"},
      {"name ; ", "not a requirement"},
      {"name ; foo == 'x'", "not a requirement"},
      {"https://example.org/x.whl", ""},
      {"./dir", "`.` is not a package name"},
  }));
  CAPTURE(text);
  const auto requirement = Requirement::parse(text);
  REQUIRE_FALSE(requirement);
  CHECK(requirement.error().kind == ErrorKind::invalid_input);
  CHECK(requirement.error().message.find(reason) != std::string::npos);
}

TEST_CASE("requirements beyond the limits are refused", "[requirement]") {
  std::string extras = "name[a";
  for (int i = 0; i < 1000; ++i) extras += ",a";
  CHECK_FALSE(Requirement::parse(extras + "]"));
  CHECK_FALSE(Requirement::parse("name" + std::string(70'000, ' ')));
  CHECK(Requirement::parse("name" + std::string(60'000, ' ')));
}

TEST_CASE("specifiers of old files are mended", "[lenient]") {
  const auto [written, mended] = GENERATE(table<std::string, std::string>({
      {">=7.2.0<8.0.0", ">=7.2.0,<8.0.0"},
      {">=2.7 !=3.0.*", ">=2.7,!=3.0.*"},
      {"!=~5.0,>=4.12", "!=5.0.*,>=4.12"},
      {"!=~5,!=~10.1", "!=5.*,!=10.1.*"},
      {">=1.9.*", ">=1.9"},
      {">= 3.5.*, <4.*", ">=3.5,<4"},
      {">=2.7,!=3.0*,!=3.1*", ">=2.7,!=3.0.*,!=3.1.*"},
      {">=3.6, ", ">=3.6"},
      {">dev", ">0.0.0.dev0"},
      {">=9.0.0a1.0", ">=9.0.0a1"},
      {">=9.0rc10.0,<10", ">=9.0rc10,<10"},
      {">=9dev1.0", ">=9.dev1"},
      {">= '2.7'", ">=2.7"},
      {">=\"3.6\"", ">=3.6"},
      {">=2.7, !=3.1.*', !=3.3.*'", ">=2.7,!=3.1.*,!=3.3.*"},
      {">=2.7,!=3.0*,<3.4.*',", ">=2.7,!=3.0.*,<3.4"},
      {">=3.8", ">=3.8"},
  }));
  CAPTURE(written);
  const auto specifiers = parse_lenient_specifiers(written);
  REQUIRE(specifiers);
  CHECK(*specifiers == VersionSpecifiers::parse(mended).value());
}

TEST_CASE("what cannot be mended is refused with the error of the text as it was", "[lenient]") {
  const std::string text = GENERATE("3.8", ">=three", ">=", "python", ">=3.8;", "**");
  const auto specifiers = parse_lenient_specifiers(text);
  REQUIRE_FALSE(specifiers);
  CHECK(specifiers.error().message == VersionSpecifiers::parse(text).error().message);
}

TEST_CASE("requirements of old files are mended", "[lenient]") {
  const auto [written, mended] = GENERATE(table<std::string, std::string>({
      {"elasticsearch-dsl (>=7.2.0<8.0.0)", "elasticsearch-dsl (>=7.2.0,<8.0.0)"},
      {"jupyter-core (!=~5.0,>=4.12)", "jupyter-core (!=5.0.*,>=4.12)"},
      {"torch (>= 1.9.*)", "torch (>=1.9)"},
      {"pyzmq (>=2.7,!=3.0*,!=3.1*)", "pyzmq (>=2.7,!=3.0.*,!=3.1.*)"},
      {"pyzmq >=3.6,", "pyzmq >=3.6"},
      {"botocore>=1.3.0,<1.4.0',", "botocore>=1.3.0,<1.4.0"},
      {"numpy \">=1.19\"; python_version >= \"3.7\"", "numpy >=1.19; python_version >= \"3.7\""},
      {"'numpy' >=1.19\"; python_version >= \"3.7\"", "numpy >=1.19; python_version >= \"3.7\""},
      {"h2>=1<2.*", "h2>=1,<2"},
      {"a[x] (>=1.*) ; extra == 'y'", "a[x]>=1 ; extra == 'y'"},
  }));
  CAPTURE(written);
  const auto requirement = parse_lenient_requirement(written);
  REQUIRE(requirement);
  CHECK(requirement->to_string() == Requirement::parse(mended).value().to_string());
  CHECK_FALSE(parse_lenient_requirement("not a requirement"));
}
