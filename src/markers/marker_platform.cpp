// SPDX-License-Identifier: MIT
#include "markers/marker_platform.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace axle {

namespace {

struct Systems {
  std::string_view platform_system;
  bool may_be_ios;
};
constexpr std::array systems = {Systems{"FreeBSD", false}, Systems{"NetBSD", false},
                                Systems{"OpenBSD", false}, Systems{"SunOS", false},
                                Systems{"iOS", true},      Systems{"iPadOS", true}};
constexpr std::array<std::string_view, 9> platforms_of_others = {
    "aix", "android", "emscripten", "ios", "linux", "darwin", "win32", "cygwin", "wasi"};

MarkerId equals(MarkerTable& table, TestId test, std::string_view value) {
  return table.equals(test, table.strings.intern(value));
}

MarkerId possible_platforms(MarkerTable& table) {
  if (table.possible_platforms != never_id) return table.possible_platforms;
  MarkerId impossible = never_id;
  const auto exclude = [&](TestId test, std::string_view value, std::string_view sys_platform) {
    const MarkerId pair =
        table.both(equals(table, test, value), equals(table, sys_platform_test, sys_platform));
    impossible = table.either(impossible, pair);
  };
  for (const auto platform : {"linux", "darwin", "ios"}) exclude(os_name_test, "nt", platform);
  exclude(os_name_test, "posix", "win32");
  for (const Systems& system : systems)
    for (const auto platform : platforms_of_others)
      if (platform != "ios" || !system.may_be_ios)
        exclude(platform_system_test, system.platform_system, platform);
  if (!table.is_over()) table.possible_platforms = negated(impossible);
  return negated(impossible);
}

bool tests_platform(const MarkerTable& table, MarkerId id) {
  return !is_constant(id) && is_platform_test(table.test(id));
}

// Platform tests come first in a diagram, so a path with two of them starts with two.
bool mixes_platforms(const MarkerTable& table, MarkerId id) {
  if (!tests_platform(table, id)) return false;
  const MarkerEdges edges = table.edges(id);
  for (std::size_t i = 0; i < edges.size(); ++i)
    if (tests_platform(table, edges[i])) return true;
  return false;
}

MarkerId canonical_under(MarkerTable& table, MarkerId id, MarkerId possible);

MarkerId pair_up(MarkerTable& table, MarkerId id, MarkerId possible) {
  MarkerNodeBuilder built(table, table.test(id));
  // Below every named string all platforms are possible, so that edge says what the marker is where
  // nothing is known to be impossible.
  std::optional<MarkerId> first;
  MarkerId usual = never_id;
  visit_pairs(table, id, possible, [&](MarkerCut start, MarkerId child, MarkerId domain) {
    if (!first) {
      first = child;
      usual = canonical_under(table, child, domain);
      return built.add(start, usual);
    }
    if (domain == never_id || child == *first) return built.add(start, usual);
    const MarkerId own = canonical_under(table, child, domain);
    built.add(start, own == canonical_under(table, usual, domain) ? usual : own);
  });
  return built.finish();
}

MarkerId canonical_under(MarkerTable& table, MarkerId id, MarkerId possible) {
  if (is_constant(possible) || !tests_platform(table, id)) return id;
  // The complement of a marker has the complement as its canonical form.
  const MarkerId complement = id & 1U;
  id ^= complement;
  if (const auto known = table.canonical_under.find(id, possible)) return *known ^ complement;
  const MarkerDepth depth(table);
  if (!table.spend(table.edges(id).size())) return never_id;

  const auto order = table.tests.compare(table.test(id), table.test(possible));
  MarkerId result = never_id;
  if (order < 0)
    result = map_edges(table, id,
                       [&](MarkerId child) { return canonical_under(table, child, possible); });
  else if (order > 0)
    result = canonical_under(table, id, table.edges(possible).first());
  else
    result = pair_up(table, id, possible);
  if (!table.is_over()) table.canonical_under.put(id, possible, result);
  return result ^ complement;
}

}  // namespace

MarkerId canonical_on_platforms(MarkerTable& table, MarkerId id) {
  if (!mixes_platforms(table, id)) return id;
  const MarkerId complement = id & 1U;
  id ^= complement;
  if (const auto known = table.canonical.find(id)) return *known ^ complement;

  MarkerId result = canonical_under(table, id, possible_platforms(table));
  if (!is_constant(result)) {
    const MarkerDepth depth(table);
    result = map_edges(table, result,
                       [&](MarkerId child) { return canonical_on_platforms(table, child); });
  }
  if (!table.is_over()) table.canonical.put(id, 0, result);
  return result ^ complement;
}

}  // namespace axle
