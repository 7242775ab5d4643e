// SPDX-License-Identifier: MIT
#include <string>
#include <vector>

#include "axle/standards/sdist_filename.hpp"
#include "axle/standards/wheel_filename.hpp"
#include "support/catch.hpp"

using namespace axle;

TEST_CASE("the name of a wheel, taken apart", "[wheel_filename]") {
  const auto wheel =
      WheelFilename::parse("Flask_Login-1.0.0-2b-py2.py3-none-manylinux1_x86_64.linux_x86_64.whl")
          .value();
  CHECK(wheel.name.text() == "flask-login");
  CHECK(wheel.version.to_string() == "1.0.0");
  CHECK(wheel.build == BuildTag{2, "b"});
  CHECK(wheel.label.empty());
  REQUIRE(wheel.tags.size() == 4);
  CHECK(wheel.tags[0].to_string() == "py2-none-manylinux1_x86_64");
  CHECK(wheel.tags[3].to_string() == "py3-none-linux_x86_64");
}

TEST_CASE("names of wheels print in their normal form", "[wheel_filename]") {
  const auto [written, normal] = GENERATE(table<std::string, std::string>({
      {"torch-2.5.1+cu124-cp312-cp312-linux_x86_64.whl",
       "torch-2.5.1+cu124-cp312-cp312-linux_x86_64.whl"},
      {"a.b-1.0-Py3-None-Any.whl", "a_b-1.0-py3-none-any.whl"},
      {"a-1_2-py3-none-any.whl", ""},
      {"a-1.0-py3-none-any-x86_64_v3.whl", "a-1.0-py3-none-any-x86_64_v3.whl"},
      {"a-1.0-1-py3-none-any-cu12.whl", "a-1.0-1-py3-none-any-cu12.whl"},
      {"a-1.0-007-py3-none-any.whl", "a-1.0-7-py3-none-any.whl"},
  }));
  CAPTURE(written);
  const auto wheel = WheelFilename::parse(written);
  REQUIRE(wheel.has_value() == !normal.empty());
  if (wheel) CHECK(wheel->to_string() == normal);
}

TEST_CASE("what is no name of a wheel is refused, with the reason", "[wheel_filename]") {
  const auto [text, reason] = GENERATE(table<std::string, std::string>({
      {"a-1.0-py3-none-any.zip", "does not end in `.whl`"},
      {"a-1.0-py3-none-any.WHL", "does not end in `.whl`"},
      {"a-1.0-py3-none.whl", "5 to 7 parts"},
      {"a-1.0-1-py3-none-any-x-y.whl", "5 to 7 parts"},
      {"-1.0-py3-none-any.whl", "package name"},
      {"../a-1.0-py3-none-any.whl", "package name"},
      {"a__b-1.0-py3-none-any.whl", "two underscores"},
      {"a-one-py3-none-any.whl", "version"},
      {"a- 1.0-py3-none-any.whl", "version"},
      {"a-1.0-b1-py3-none-Any.whl", "build tag"},
      {"a-1.0-99999999999999999999-py3-none-any.whl", "build tag"},
      {"a-1.0-py3--any.whl", "a tag is empty"},
      {"a-1.0-py3-none-an/y.whl", "a tag is empty or has characters"},
      {"a-1.0-1-py3-none-any-La.whl", "variant label"},
  }));
  CAPTURE(text);
  const auto wheel = WheelFilename::parse(text);
  REQUIRE_FALSE(wheel);
  CHECK(wheel.error().message.find(reason) != std::string::npos);
}

TEST_CASE("a name that multiplies to too many tags is refused", "[wheel_filename]") {
  const auto list = [](std::string_view prefix, int count) {
    std::string text;
    for (int i = 0; i < count; ++i)
      text += (i == 0 ? "" : ".") + std::string(prefix) + std::to_string(i);
    return text;
  };
  const auto name = [&](int n) {
    return "a-1-" + list("a", n) + "-" + list("b", n) + "-" + list("c", n) + ".whl";
  };
  CHECK(WheelFilename::parse(name(10)).value().tags.size() == 1000);
  CHECK_FALSE(WheelFilename::parse(name(11)));
  CHECK_FALSE(WheelFilename::parse(name(200)));
}

TEST_CASE("the name of a source distribution", "[sdist_filename]") {
  const auto [text, package, version] = GENERATE(table<std::string, std::string, std::string>({
      {"a_b-1.0.tar.gz", "a-b", "1.0"},
      {"A.b-1.0rc1.zip", "a-b", "1.0rc1"},
      {"a-b-1.0.tar.bz2", "a-b", "1.0"},
      {"a-b-1.0-1.tar.gz", "a-b", "1.0.post1"},
      {"torch-2-1.0.tar.gz", "torch-2", "1.0"},
      {"b-1.0.tar.gz", "a-b", ""},
      {"a-b-one.tar.gz", "a-b", ""},
      {"a-b-1.0.exe", "a-b", ""},
      {"a-b.tar.gz", "a-b", ""},
      {".tar.gz", "a-b", ""},
  }));
  CAPTURE(text);
  const auto name = PackageName::parse(package).value();
  const auto sdist = SdistFilename::parse(text, name);
  REQUIRE(sdist.has_value() == !version.empty());
  if (!sdist) return;
  CHECK(sdist->name == name);
  CHECK(sdist->version.to_string() == version);
}

TEST_CASE("the kinds of archives", "[sdist_filename]") {
  CHECK(sdist_extension("a-1.tar.gz") == "tar.gz");
  CHECK(sdist_extension("a-1.tgz") == "tgz");
  CHECK(sdist_extension("a-1.egg").empty());
  const auto name = PackageName::parse("a").value();
  CHECK(SdistFilename::parse("a-1.tar.gz", name).value().is_pep625());
  CHECK_FALSE(SdistFilename::parse("a-1.tar.xz", name).value().is_pep625());
  CHECK_FALSE(SdistFilename::parse(std::string(5000, '-') + ".tar.gz", name));
}
