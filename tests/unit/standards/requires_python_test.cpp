// SPDX-License-Identifier: MIT
#include "axle/standards/requires_python.hpp"

#include <string>
#include <vector>

#include "axle/standards/wheel_filename.hpp"
#include "support/catch.hpp"

using namespace axle;

namespace {
VersionSpecifiers specifiers(std::string_view text) {
  return VersionSpecifiers::parse(text).value();
}
Version v(std::string_view text) { return Version::parse(text).value(); }
RequiresPython python(std::string_view text) { return RequiresPython::from(specifiers(text)); }
}  // namespace

TEST_CASE("requires-python rebuilt from its range", "[requires_python]") {
  const auto [text, rebuilt] = GENERATE(table<std::string, std::string>({
      {">=3.12", ">=3.12"},
      {">=3.12.0", ">=3.12.0"},
      {">=3.9,<4", ">=3.9, <4"},
      {">3.9,<=3.12", ">3.9, <=3.12"},
      {">=3.12,<3.13", "==3.12.*"},
      {"==3.12.*", "==3.12.*"},
      {"~=3.9", ">=3.9, <4"},
      {"==3.12.1", "==3.12.1"},
      {">=3.8,!=3.9.*", ">=3.8, !=3.9.*"},
      {">=3.8,!=3.9.7", ">=3.8, !=3.9.7"},
      {">=3.8,>=3.9", ">=3.9"},
      {">=3.9rc1", ">=3.9"},
      {"==3.*", "==3.*"},
  }));
  CAPTURE(text);
  const std::vector<VersionSpecifiers> all = {specifiers(text)};
  REQUIRE(RequiresPython::intersection(all));
  if (text == "==3.*")
    CHECK(RequiresPython::intersection(all)->to_string() == ">=3, <4");
  else
    CHECK(RequiresPython::intersection(all)->to_string() == rebuilt);
  CHECK(python(text).specifiers() == specifiers(text));
}

TEST_CASE("requires-python of several members", "[requires_python]") {
  const std::vector<VersionSpecifiers> both = {specifiers(">=3.9,<4"), specifiers(">=3.11")};
  CHECK(RequiresPython::intersection(both)->to_string() == ">=3.11, <4");
  const std::vector<VersionSpecifiers> none = {specifiers("<3.9"), specifiers(">=3.11")};
  CHECK_FALSE(RequiresPython::intersection(none));
  CHECK_FALSE(RequiresPython::intersection({}));
}

TEST_CASE("only the lower bound of a file counts", "[requires_python]") {
  CHECK(python(">=3.10").is_contained_by(specifiers(">=3.8")));
  CHECK(python(">=3.10").is_contained_by(specifiers(">=3.10,<3.11")));
  CHECK(python(">=3.10").is_contained_by(specifiers("")));
  CHECK_FALSE(python(">=3.10").is_contained_by(specifiers(">=3.10.1")));
  CHECK_FALSE(python(">=3.10").is_contained_by(specifiers(">3.10")));
  CHECK(python(">3.10").is_contained_by(specifiers(">=3.10")));
  CHECK_FALSE(python("").is_contained_by(specifiers(">=3")));
}

TEST_CASE("a requirement for Python is split at a bound", "[requires_python]") {
  const PythonBound at{PythonBound::Kind::included, v("3.12")};
  const auto parts = python(">=3.9").split(at);
  REQUIRE(parts);
  CHECK(parts->first.to_string() == ">=3.9, <3.12");
  CHECK(parts->second.to_string() == ">=3.12");
  CHECK_FALSE(python(">=3.12").split(at));
  CHECK_FALSE(python("<3.12").split(at));
  CHECK(python(">=3.9").narrowed_to({at, {}}).to_string() == ">=3.12");
  CHECK(python("<3.9").narrowed_to({at, {}}).to_string() == "<3.9");
}

TEST_CASE("what Python versions it contains", "[requires_python]") {
  CHECK(python(">=3.13").contains(v("3.13.0rc1")));
  CHECK_FALSE(python(">=3.13").contains(v("3.12.9")));
  CHECK(RequiresPython::at_least(v("3.9.1rc2")).to_string() == ">=3.9.1");
}

TEST_CASE("wheels that fit a range of Python versions", "[requires_python]") {
  const auto [range, tags, fits] = GENERATE(table<std::string, std::string, bool>({
      {">=3.10", "py3-none-any", true},
      {">=3.10", "py2.py3-none-any", true},
      {">=3.10", "py2-none-any", false},
      {">=3.10", "py27-none-any", false},
      {">=3.10", "py38-none-any", true},
      {">=3.10", "cp38-none-any", false},
      {">=3.10", "cp312-none-win_amd64", true},
      {"==3.10.*", "py312-none-any", false},
      {"==3.10.*", "cp312-none-any", false},
      {"<=3.12.4", "cp312-cp312-win_amd64", true},
      {"<3.12", "cp312-cp312-win_amd64", false},
      {"<3.12.1", "cp312-cp312-win_amd64", true},
      {">=3.10.5", "cp310-cp310-win_amd64", true},
      {">3.10", "cp310-cp310-win_amd64", true},
      {">=3.10", "cp39-cp39-win_amd64", false},
      {">=3.10", "cp37-cp37m-win_amd64", false},
      {">=3.10", "cp313-cp313t-win_amd64", true},
      {">=3.10", "cp27-cp27mu-manylinux1_x86_64", false},
      {">=3.10", "cp36-abi3-win_amd64", true},
      {">=3.10", "cp315-abi3t-win_amd64", true},
      {">=3.10", "pp310-pypy310_pp73-win_amd64", true},
      {">=3.10", "pp39-pypy39_pp73-win_amd64", false},
      {">=3.10", "pp36-pypy_73-win_amd64", false},
      {">=3.10", "graalpy311-graalpy242_311_native-linux_x86_64", true},
      {">=3.12", "graalpy311-graalpy242_311_native-linux_x86_64", false},
      {">=3.12", "graalpy311-none-any", false},
      {">=3.10", "pyston38-none-any", false},
      {">=3.10", "rust-none-any", true},
      {">=4", "cp312-cp312-win_amd64", false},
  }));
  CAPTURE(range, tags);
  const auto wheel = WheelFilename::parse("a-1-" + tags + ".whl").value();
  CHECK(python(range).matches_wheel_tag(wheel) == fits);
}
