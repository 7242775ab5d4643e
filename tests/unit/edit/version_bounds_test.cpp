// SPDX-License-Identifier: MIT
#include "edit/version_bounds.hpp"

#include "support/catch.hpp"

namespace axle {
namespace {

std::string bounds(std::string_view version, VersionBounds kind) {
  return bounds_around(*Version::parse(version), kind).to_string(",");
}

TEST_CASE("bounds around a version have as many numbers as it has") {
  struct Row {
    const char *version, *major, *minor;
  };
  for (const Row& row :
       {Row{"1.2.3.4", "<2.0.0.0", "<1.3.0.0"}, Row{"1", "<2", "<1.1"},
        Row{"0.3.1rc1", "<0.4.0", "<0.3.2"}, Row{"0.1", "<0.2", "<0.1.1"},
        Row{"0.0.3", "<0.0.4", "<0.0.4"}, Row{"0.0.0.5", "<0.0.0.6", "<0.0.0.6"},
        Row{"0", "<0.1", "<0.0.1"}, Row{"0.0.0", "<0.1.0", "<0.0.1"},
        Row{"2024.1.post1", "<2025.0", "<2024.2"}, Row{"2!1.2", "<2!2.0", "<2!1.3"}}) {
    const std::string lower = std::string(">=") + row.version;
    CHECK(bounds(row.version, VersionBounds::lower) == lower);
    CHECK(bounds(row.version, VersionBounds::major) == lower + "," + row.major);
    CHECK(bounds(row.version, VersionBounds::minor) == lower + "," + row.minor);
    CHECK(bounds(row.version, VersionBounds::exact) == std::string("==") + row.version);
  }
  CHECK(bounds("2.5.1+cu124", VersionBounds::lower) == ">=2.5.1");
}

TEST_CASE("names of bounds") {
  CHECK(parse_version_bounds("major") == VersionBounds::major);
  CHECK_FALSE(parse_version_bounds("upper"));
}

}  // namespace
}  // namespace axle
