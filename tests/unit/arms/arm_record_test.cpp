// SPDX-License-Identifier: MIT
#include "arms/arm_record.hpp"

#include "support/catch.hpp"
#include "support/temp_tree.hpp"

using namespace axle;

TEST_CASE("what an environment was made for is kept in it", "[arms]") {
  const test::TempTree tree;
  CHECK_FALSE(read_arm_record(tree.path()));
  const ArmRecord record{"cu126", "option", "`--accelerator` says so", "driver 580", false};
  REQUIRE(keep_arm_record(tree.path(), record));
  CHECK(read_arm_record(tree.path()) == record);
  REQUIRE(keep_arm_record(tree.path(), {"cpu", "default", "\"quoted\"", "", false}));
  CHECK(read_arm_record(tree.path()) == ArmRecord{"cpu", "default", "\"quoted\"", "", false});
}

TEST_CASE("what must not be kept is forgotten", "[arms]") {
  const test::TempTree tree;
  REQUIRE(forget_arm_record(tree.path()));
  REQUIRE(keep_arm_record(tree.path(), {"cu126", "option", "", "", false}));
  REQUIRE(forget_arm_record(tree.path()));
  CHECK_FALSE(read_arm_record(tree.path()));
}

TEST_CASE("a record that is none counts as missing", "[arms]") {
  const test::TempTree tree;
  for (const std::string text :
       {"", "[]", "{", "{\"accelerator\": 1}", "{\"by\": \"option\"}", "\xff\xfe"}) {
    INFO(text);
    tree.write(std::string(arm_record_name), text);
    CHECK_FALSE(read_arm_record(tree.path()));
  }
}
