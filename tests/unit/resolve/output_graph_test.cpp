// SPDX-License-Identifier: MIT
#include "resolve/output_graph.hpp"

#include "axle/markers/universal_marker.hpp"
#include "resolve/simplify_edges.hpp"
#include "resolve_fixture.hpp"
#include "support/catch.hpp"

using namespace axle;
using namespace axle::testing;

namespace {

constexpr std::size_t root = ResolutionEdge::root;

ExtraName extra_name(std::string_view text) { return *ExtraName::parse(text); }
Marker item(std::string_view extra) {
  return Marker::extra(conflict_extra(package_name("p"), extra_name(extra)));
}

// p with extras x and y, and one package d: nodes 0 p, 1 p[x], 2 p[y], 3 d.
Resolution with_extras(std::vector<ResolutionEdge> edges) {
  Resolution resolution;
  resolution.packages.push_back({package_name("p"), version("1")});
  resolution.packages.push_back({package_name("d"), version("1")});
  resolution.nodes = {{0, {}, {}, Marker::always()},
                      {0, extra_name("x"), {}, Marker::always()},
                      {0, extra_name("y"), {}, Marker::always()},
                      {1, {}, {}, Marker::always()}};
  resolution.edges = std::move(edges);
  return resolution;
}

}  // namespace

TEST_CASE("markers are carried along, joined where ways meet, and cycles end", "[output_graph]") {
  const Marker linux = marker("sys_platform == 'linux'"),
               windows = marker("sys_platform == 'win32'");
  // root -> 0 (linux), root -> 1 (windows), 0 -> 2, 1 -> 2, 2 -> 0
  const std::vector<ResolutionEdge> edges{{root, 0, linux},
                                          {root, 1, windows},
                                          {0, 2, Marker::always()},
                                          {1, 2, Marker::always()},
                                          {2, 0, Marker::always()}};
  CHECK(reach(3, edges, Marker::always()) ==
        std::vector<Marker>{linux | windows, windows, linux | windows});
  CHECK(reach(3, edges, linux) == std::vector<Marker>{linux, Marker::never(), linux});
}

TEST_CASE("an edge of an extra does not say that the extra is on, or its rivals off",
          "[output_graph][conflicts]") {
  Resolution resolution = with_extras({{root, 0, Marker::always()},
                                       {root, 1, Marker::always()},
                                       {root, 2, Marker::always()},
                                       {1, 3, item("x") & ~item("y")}});
  simplify_edges(resolution, conflicting_extras("p", {"x", "y"}));
  CHECK(resolution.edges[3].marker.is_always());
}

TEST_CASE("what does not hold on every way to the edge stays", "[output_graph][conflicts]") {
  // p itself is reached without any extra.
  Resolution resolution =
      with_extras({{root, 0, Marker::always()}, {root, 1, Marker::always()}, {0, 3, item("x")}});
  simplify_edges(resolution, conflicting_extras("p", {"x", "y"}));
  CHECK(resolution.edges[2].marker == item("x"));
}

TEST_CASE("edges to two versions of one name keep what tells them apart",
          "[output_graph][conflicts]") {
  Resolution resolution =
      with_extras({{root, 0, Marker::always()}, {root, 1, Marker::always()}, {1, 3, item("x")}});
  resolution.packages.push_back({package_name("d"), version("2")});
  resolution.nodes.push_back({2, {}, {}, Marker::always()});
  resolution.edges.push_back({1, 4, ~item("x")});
  simplify_edges(resolution, conflicting_extras("p", {"x", "y"}));
  CHECK(resolution.edges[2].marker == item("x"));
  CHECK(resolution.edges[3].marker == ~item("x"));
}
