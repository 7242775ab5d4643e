// SPDX-License-Identifier: MIT
#include "axle/versions/version.hpp"

#include <string>
#include <vector>

#include "support/catch.hpp"

using namespace axle;

namespace {
Version v(std::string_view text) { return Version::parse(text).value(); }
}  // namespace

TEST_CASE("a version prints in its normal form", "[version]") {  // PEP 440, "Normalization"
  const auto [written, normal] = GENERATE(table<std::string, std::string>({
      {"1.0", "1.0"},
      {"v1.0-Alpha.2", "1.0a2"},
      {"1.0RC", "1.0rc0"},
      {"1.0-preview_3", "1.0rc3"},
      {"1.0c1", "1.0rc1"},
      {"1.0-1", "1.0.post1"},
      {"1.0-r4", "1.0.post4"},
      {"1.0.REV", "1.0.post0"},
      {"1.0dev", "1.0.dev0"},
      {"01.002.0", "1.2.0"},
      {" \t1.0\n", "1.0"},
      {"0!1.0", "1.0"},
      {"2!1.0.post3.dev4+CU118", "2!1.0.post3.dev4+cu118"},
      {"1.0+ubuntu-1_02", "1.0+ubuntu.1.2"},
      {"1.0+0cpu", "1.0+0cpu"},
      {"1.2.3.4.5.6", "1.2.3.4.5.6"},
  }));
  CAPTURE(written);
  REQUIRE(Version::parse(written));
  CHECK(v(written).to_string() == normal);
  CHECK(v(normal).to_string() == normal);
}

TEST_CASE("text that is not a version is named in the error", "[version]") {
  const std::string text =
      GENERATE("", "1..0", "1.0+", "one", "1.0 2.0", "1.0+a..b", "1.0.*", "1.0a1b1", "!1", "1!",
               "-1", "1.0-", "1.0.post1.post2", "18446744073709551616", "1.0a18446744073709551615");
  const auto version = Version::parse(text);
  REQUIRE_FALSE(version);
  CHECK(version.error().kind == ErrorKind::invalid_input);
  CHECK(version.error().message == "`" + text + "` is not a version");
}

TEST_CASE("a version of any size is refused or read, quickly", "[version]") {
  std::string longest = "1";
  while (longest.size() < 1900) longest += ".1";
  CHECK(v(longest).release().size() == 951);
  CHECK_FALSE(Version::parse(longest + longest + "." + longest));
  CHECK_FALSE(Version::parse(std::string(1 << 20, '1')));
  CHECK_FALSE(Version::parse(std::string(1 << 20, ' ') + "x"));
}

TEST_CASE("the parts of a version", "[version]") {
  const Version version = v("3!1.20.0rc4.post5.dev6+cu12.1");
  CHECK(version.epoch() == 3);
  CHECK(std::vector(version.release().begin(), version.release().end()) ==
        std::vector<std::uint64_t>{1, 20, 0});
  CHECK(version.pre() == PreRelease{PreKind::candidate, 4});
  CHECK(version.post() == 5u);
  CHECK(version.dev() == 6u);
  REQUIRE(version.local().size() == 2);
  CHECK(std::get<std::string>(version.local()[0]) == "cu12");
  CHECK(std::get<std::uint64_t>(version.local()[1]) == 1);
  CHECK(version.without_local().to_string() == "3!1.20.0rc4.post5.dev6");
  CHECK(version.base_release().to_string() == "3!1.20.0");
  CHECK(version.trimmed_release().to_string() == "1.20");
  CHECK(v("0.0.0").trimmed_release().to_string() == "0");
  CHECK_FALSE(v("1.0").pre());
  CHECK_FALSE(v("1.0").is_prerelease());
  CHECK(v("1.0.dev1").is_prerelease());
  CHECK_FALSE(v("1.0.post1").is_prerelease());
}

TEST_CASE("versions are in the order of PEP 440", "[version]") {
  const std::vector<std::string> ascending = {"0.dev0",
                                              "0",
                                              "0.0.1",
                                              "1.dev0",
                                              "1.0.dev456",
                                              "1.0a1",
                                              "1.0a1.post0.dev1",
                                              "1.0a1.post0",
                                              "1.0a2.dev456",
                                              "1.0a12.dev456",
                                              "1.0a12",
                                              "1.0b1.dev456",
                                              "1.0b2",
                                              "1.0b2.post345.dev456",
                                              "1.0b2.post345",
                                              "1.0rc1.dev456",
                                              "1.0rc1",
                                              "1.0",
                                              "1.0+abc.5",
                                              "1.0+abc.7",
                                              "1.0+cpu",
                                              "1.0+cu118",
                                              "1.0+cu124",
                                              "1.0+rocm6.0",
                                              "1.0+xpu",
                                              "1.0+5",
                                              "1.0+5.0",
                                              "1.0+10",
                                              "1.0.post456.dev34",
                                              "1.0.post456",
                                              "1.0.0.0.0.1",
                                              "1.1.dev1",
                                              "1.1",
                                              "1.256",
                                              "1.65536.1",
                                              "65536.0",
                                              "65536.0.post1048575",
                                              "65536.0.post1048576",
                                              "1!0.1"};
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    for (std::size_t j = 0; j < ascending.size(); ++j) {
      CAPTURE(ascending[i], ascending[j]);
      CHECK((v(ascending[i]) <=> v(ascending[j])) == (i <=> j));
    }
  }
}

TEST_CASE("zeros at the end of a release mean nothing", "[version]") {
  const std::string text = GENERATE("1", "1.0", "1.0.0.0", "1.0.0.0.0", "1.0.0.0.0.0.0", "0!1.0");
  CAPTURE(text);
  CHECK(v(text) == v("1.0"));
  CHECK(v(text).hash() == v("1.0").hash());
  CHECK(v(text + "rc1+l") == v("1.0rc1+l"));
  CHECK(v(text + "rc1+l").hash() == v("1.0rc1+l").hash());
  CHECK(v(text) < v("1.0.0.0.0.1"));
}
