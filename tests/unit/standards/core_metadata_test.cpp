// SPDX-License-Identifier: MIT
#include "axle/standards/core_metadata.hpp"

#include <string>
#include <vector>

#include "support/catch.hpp"

using namespace axle;

TEST_CASE("the metadata of a wheel", "[core_metadata]") {
  const auto metadata = CoreMetadata::parse(
                            "Metadata-Version: 2.4\n"
                            "Name: Torch_Thing\n"
                            "Version: 2.5.1+cpu\n"
                            "Summary: sums: and more\n"
                            "License-Expression: MIT\n"
                            "Requires-Python: >=3.9.0\n"
                            "Requires-Dist: filelock\n"
                            "Requires-Dist: typing-extensions (>=4.8.0)\n"
                            "Requires-Dist: optree>=0.13.0; extra == 'optree'\n"
                            "Provides-Extra: optree\n"
                            "Provides-Extra: Opt_Einsum\n"
                            "Dynamic: License-File\n"
                            "Description-Content-Type: text/markdown\n"
                            "\n"
                            "Requires-Dist: not-this-one\n")
                            .value();
  CHECK(metadata.name.text() == "torch-thing");
  CHECK(metadata.written_name == "Torch_Thing");
  CHECK(metadata.version.to_string() == "2.5.1+cpu");
  CHECK(metadata.metadata_version == "2.4");
  REQUIRE(metadata.requires_dist.size() == 3);
  CHECK(metadata.requires_dist[1].to_string() == "typing-extensions>=4.8.0");
  CHECK(metadata.requires_dist[2].to_string() == "optree>=0.13.0 ; extra == 'optree'");
  CHECK(metadata.requires_python->to_string() == ">=3.9.0");
  REQUIRE(metadata.provides_extras.size() == 2);
  CHECK(metadata.provides_extras[1].text() == "opt-einsum");
  CHECK(metadata.dynamic == std::vector<std::string>{"license-file"});
  CHECK(metadata.field("summary") == "sums: and more");
  CHECK(metadata.field("license-EXPRESSION") == "MIT");
  CHECK(metadata.field("author").empty());
}

TEST_CASE("metadata as old files have it", "[core_metadata]") {
  const auto metadata = CoreMetadata::parse(
                            "\xEF\xBB\xBFname: a\r\n"
                            "VERSION: 1.0\r\n"
                            "Requires: os, sys\r\n"
                            "Requires-Python: >=2.7,!=3.0*\r\n"
                            "Requires-Dist: b (>=1.0<2.0)\r\n"
                            "Provides-Extra: :python_version<'3'\r\n"
                            "Provides-Extra: x\r\n"
                            "Provides-Extra: X\r\n"
                            "a stray line\r\n"
                            "License: first\r\n"
                            "        second\r\n"
                            "\tthird\r\n")
                            .value();
  CHECK(metadata.metadata_version == "1.0");
  CHECK(metadata.requires_python->to_string(",") == ">=2.7,!=3.0.*");
  REQUIRE(metadata.requires_dist.size() == 1);
  CHECK(metadata.requires_dist[0].to_string() == "b>=1.0,<2.0");
  CHECK(metadata.provides_extras.size() == 1);
  CHECK(metadata.field("License") == "first\nsecond\nthird");
}

TEST_CASE("a requirement over several lines is one", "[core_metadata]") {
  const auto metadata =
      CoreMetadata::parse("Name: a\nVersion: 1\nRequires-Dist: b\n >=1 ; \n  extra == 'x'\n")
          .value();
  REQUIRE(metadata.requires_dist.size() == 1);
  CHECK(metadata.requires_dist[0].to_string() == "b>=1 ; extra == 'x'");
}

TEST_CASE("metadata without what is needed is refused, naming it", "[core_metadata]") {
  const auto [text, message] = GENERATE(table<std::string, std::string>({
      {"", "the metadata has no `Name` or no `Version`"},
      {"Name: a\n\nVersion: 1\n", "the metadata has no `Name` or no `Version`"},
      {"Name: -\nVersion: 1\n", "the metadata's `Name: -` cannot be read"},
      {"Name: a\nVersion: one\n", "the metadata's `Version: one` cannot be read"},
      {"Name: a\nVersion: 1\nRequires-Dist: ?\n",
       "the metadata's `Requires-Dist: ?` cannot be read"},
      {"Name: a\nVersion: 1\nRequires-Python: x\n",
       "the metadata's `Requires-Python: x` cannot be read"},
  }));
  const auto metadata = CoreMetadata::parse(text);
  REQUIRE_FALSE(metadata);
  CHECK(metadata.error().kind == ErrorKind::invalid_input);
  CHECK(metadata.error().message == message);
}

TEST_CASE("metadata beyond the limits is refused or cut", "[core_metadata]") {
  const std::string head = "Name: a\nVersion: 1\n";
  std::string many = head;
  for (int i = 0; i < 20'001; ++i) many += "Requires-Dist: b\n";
  CHECK_FALSE(CoreMetadata::parse(many));
  CHECK_FALSE(CoreMetadata::parse(head + std::string(16 << 20, 'x')));
  std::string fields = head;
  for (int i = 0; i < 100'001; ++i) fields += "X: y\n";
  CHECK_FALSE(CoreMetadata::parse(fields));
  const auto cut = CoreMetadata::parse(head + "Summary: " + std::string(1 << 20, 's')).value();
  CHECK(cut.field("Summary").size() == 4096);
  std::string folded = head + "Summary: s\n";
  for (int i = 0; i < 10'000; ++i) folded += " more and more\n";
  CHECK(CoreMetadata::parse(folded).value().field("Summary").size() <= 4096);
}
