// SPDX-License-Identifier: MIT
#include "axle/markers/universal_marker.hpp"

#include "support/catch.hpp"

using namespace axle;

namespace {

Marker read(const std::string& text) {
  const Result<Marker> marker = Marker::parse(text);
  CAPTURE(text);
  REQUIRE(marker);
  return *marker;
}

const PackageName project = *PackageName::parse("Project");
const ExtraName cpu = conflict_extra(project, *ExtraName::parse("cpu"));
const ExtraName cu124 = conflict_extra(project, *ExtraName::parse("cu124"));

}  // namespace

TEST_CASE("conflict items are extras with a name of their own", "[marker]") {
  CHECK(cpu.text() == "extra-7-project-cpu");
  CHECK(conflict_group(project, *GroupName::parse("Dev_x")).text() == "group-7-project-dev-x");
  CHECK(conflict_project(project).text() == "project-7-project");
  CHECK(is_conflict_item(cpu));
  CHECK(is_conflict_item(conflict_project(project)));
  for (const char* text : {"cpu", "extra-cpu", "extra-7-project", "extra-70-project-cpu",
                           "project-6-project", "extra-0-x"}) {
    CAPTURE(text);
    CHECK_FALSE(is_conflict_item(*ExtraName::parse(text)));
  }
}

TEST_CASE("names that are too long together still make an item", "[marker]") {
  const PackageName name = *PackageName::parse(std::string(900, 'a'));
  const ExtraName one = conflict_extra(name, *ExtraName::parse(std::string(800, 'b')));
  const ExtraName other = conflict_extra(name, *ExtraName::parse(std::string(801, 'b')));
  CHECK(one != other);
  CHECK(is_conflict_item(one));
}

TEST_CASE("of a conflict set at most one item is active", "[marker]") {
  const Marker possible = at_most_one_of_each({{cpu, cu124}});
  CHECK(possible == ~(Marker::extra(cpu) & Marker::extra(cu124)));
  CHECK(at_most_one_of_each({}).is_always());
  const ExtraName xpu = conflict_extra(project, *ExtraName::parse("xpu"));
  const Marker three = at_most_one_of_each({{cpu, cu124, xpu}});
  CHECK(three.is_disjoint(Marker::extra(cpu) & Marker::extra(xpu)));
  CHECK_FALSE(three.is_disjoint(Marker::extra(xpu) & ~Marker::extra(cpu)));
}

TEST_CASE("the knowledge of conflicts simplifies markers", "[marker]") {
  const Marker possible = at_most_one_of_each({{cpu, cu124}});
  const Marker linux_only = read("sys_platform == 'linux'");
  CHECK(with_world_knowledge(linux_only, possible) == linux_only);
  // uv keeps such nodes: what cannot be reached is "wherever no selection is valid".
  CHECK(with_world_knowledge(Marker::never(), possible) == ~possible);
  CHECK(with_world_knowledge(Marker::never(), Marker::always()).is_never());
  // Not both is known: what is left is the platform.
  CHECK(with_world_knowledge(linux_only & possible, possible) == linux_only);
  // `cpu` implies that `cu124` is off.
  const Marker only_cpu = Marker::extra(cpu) & ~Marker::extra(cu124);
  CHECK(with_world_knowledge(only_cpu, possible) == Marker::extra(cpu));
  CHECK(with_world_knowledge(only_cpu, possible) == (~possible | only_cpu));
}

TEST_CASE("items are taken as on or off", "[marker]") {
  const Marker marker = (Marker::extra(cpu) & read("os_name == 'nt'")) | Marker::extra(cu124);
  const std::vector<std::pair<ExtraName, bool>> only_cpu = {{cpu, true}, {cu124, false}};
  CHECK(assume_items(marker, only_cpu) == read("os_name == 'nt'"));
  CHECK(assume_items(marker, {}) == marker);
  const std::vector<ExtraName> active = {cu124};
  CHECK(is_true_with(marker, active));
  CHECK_FALSE(is_true_with(marker, std::vector<ExtraName>{cpu}));
}
