// SPDX-License-Identifier: MIT
#include "provision/generations.hpp"

#include "support/catch.hpp"

namespace axle::test {

TEST_CASE("a history's text says all of it again", "[history]") {
  const std::vector<Generation> log{
      {.number = 1, .parent = 1, .time = 5, .packages = {}},
      {.number = 2,
       .parent = 1,
       .time = 6,
       .packages = {
           {.name = "demo",
            .version = "1.0+cpu",
            .sha256 = std::string(64, 'a'),
            .filename = "demo-1.0+cpu-py3-none-any.whl",
            .direct_url = "{\"url\": \"file:///x\"}",
            .requested = false},
           {.name = "other", .version = "2", .sha256 = {}, .filename = {}, .direct_url = {}}}}};
  const std::string text = generations_text(log);
  const auto again = parse_generations(text);
  REQUIRE(again);
  CHECK(*again == log);
  for (std::size_t size = 0; size < text.size(); ++size)
    CHECK_FALSE(parse_generations(text.substr(0, size)));
  CHECK_FALSE(parse_generations("axle-history-1\npackage\ta\t1\tneeded\t\t\t\nend\n"));
  CHECK_FALSE(parse_generations("axle-history-1\ngeneration\tx\t1\t1\nend\n"));
}

}  // namespace axle::test
