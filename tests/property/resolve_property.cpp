// SPDX-License-Identifier: MIT
// Random small universes from fixed seeds: what a resolution for all machines says of one machine
// is right there.
#include <fmt/format.h>

#include <map>
#include <random>
#include <string>
#include <vector>

#include "resolve_fixture.hpp"
#include "support/catch.hpp"

using namespace axle;
using namespace axle::testing;

namespace {

class Draft {
 public:
  /// `pythons`: some versions and requirements are for newer or older Pythons only.
  Draft(unsigned seed, bool pythons) : random_(seed), pythons_(pythons) {}

  std::string universe() {
    std::string text;
    for (char name = 'a'; name <= 'e'; ++name)
      for (unsigned version = 1; version <= 3; ++version) {
        text += fmt::format("{} {}.0\n", name, version);
        if (one_in(4) && pythons_) text += fmt::format("  python >=3.{}\n", 11 + below(3));
        for (unsigned i = below(3); i > 0; --i) text += fmt::format("  needs {}\n", need(name));
        if (one_in(3))
          text += fmt::format("  extra x\n  needs {} ; extra == 'x'\n", plain_need(name));
        for (const char* tag :
             {"py3-none-any", "cp312-cp312-manylinux_2_17_x86_64", "py3-none-win_amd64"})
          if (one_in(2)) text += fmt::format("  wheel {}\n", tag);
      }
    return text;
  }

  std::vector<std::string> requirements() {
    std::vector<std::string> texts;
    for (unsigned i = 2 + below(3); i > 0; --i) texts.push_back(need('z'));
    return texts;
  }

 private:
  unsigned below(unsigned end) {
    return std::uniform_int_distribution<unsigned>(0, end - 1)(random_);
  }
  bool one_in(unsigned count) { return below(count) == 0; }
  std::string plain_need(char not_this) {
    char name = not_this;
    while (name == not_this) name = static_cast<char>('a' + static_cast<char>(below(5)));
    static constexpr const char* ranges[] = {"", "", ">=2", "<3", "==2.0", "!=3.0"};
    return fmt::format("{}{}{}", name, one_in(5) ? "[x]" : "", ranges[below(6)]);
  }
  std::string need(char not_this) {
    static constexpr const char* markers[] = {"sys_platform == 'linux'", "sys_platform != 'linux'",
                                              "sys_platform == 'win32'", "python_version >= '3.12'",
                                              "python_version < '3.12'"};
    std::string text = plain_need(not_this);
    if (one_in(2)) text += fmt::format(" ; {}", markers[below(pythons_ ? 5 : 3)]);
    return text;
  }

  std::mt19937 random_;
  bool pythons_;
};

std::vector<MarkerEnvironment> machines() {
  std::vector<MarkerEnvironment> all;
  for (const char* target :
       {"x86_64-manylinux_2_28", "aarch64-apple-darwin", "x86_64-pc-windows-msvc"})
    for (const char* python : {"3.11", "3.12", "3.13"}) {
      MarkerEnvironment environment;
      Platform::parse_target(target)->describe_to(environment);
      environment.set("implementation_name", "cpython");
      environment.set("platform_python_implementation", "CPython");
      environment.set_python(python);
      all.push_back(environment);
    }
  return all;
}

// What is installed on one machine: walked from the root along the edges that hold there.
std::vector<bool> walk(const Resolution& resolution, const MarkerEnvironment& machine) {
  std::vector<bool> reached(resolution.nodes.size());
  for (bool changed = true; changed;) {
    changed = false;
    for (const ResolutionEdge& edge : resolution.edges) {
      const bool from = edge.from == ResolutionEdge::root || reached[edge.from];
      if (!from || reached[edge.to] || !edge.marker.evaluate(machine)) continue;
      reached[edge.to] = changed = true;
    }
  }
  return reached;
}

void check_requirement(const Requirement& needed,
                       const std::map<std::string, const ResolvedPackage*>& chosen) {
  CAPTURE(needed.to_string());
  const auto found = chosen.find(needed.name.text());
  REQUIRE(found != chosen.end());
  CHECK(VersionRange::from(needed.specifiers).contains(found->second->version));
}

void check_on(const Resolution& resolution, const std::vector<std::string>& roots,
              const MarkerEnvironment& machine) {
  CAPTURE(machine.sys_platform, machine.python_version);
  const std::vector<bool> reached = walk(resolution, machine);
  std::map<std::string, const ResolvedPackage*> chosen;
  for (std::size_t i = 0; i < reached.size(); ++i) {
    const ResolutionNode& node = resolution.nodes[i];
    CHECK(reached[i] == node.marker.evaluate(machine));  // the node's own marker says the same
    if (!reached[i]) continue;
    const ResolvedPackage& package = resolution.packages[node.package];
    const auto [place, is_new] = chosen.emplace(package.name.text(), &package);
    CHECK((is_new || place->second == &package));  // one version of a name
  }
  for (const std::string& text : roots) {
    const Requirement root = *Requirement::parse(text);
    if (root.marker.evaluate(machine)) check_requirement(root, chosen);
  }
  for (std::size_t i = 0; i < reached.size(); ++i) {
    if (!reached[i]) continue;
    const ResolutionNode& node = resolution.nodes[i];
    std::vector<ExtraName> extras;
    if (node.extra) extras.push_back(*node.extra);
    for (const Requirement& needed : resolution.packages[node.package].metadata->requires_dist)
      if (needed.marker.evaluate(machine, extras)) check_requirement(needed, chosen);
  }
}

std::string text_of(const Resolution& resolution) {
  std::string text;
  for (const ResolutionNode& node : resolution.nodes)
    text += fmt::format("{} {} {} {}\n", resolution.packages[node.package].name.text(),
                        resolution.packages[node.package].version.to_string(),
                        node.extra ? node.extra->text() : "", node.marker.to_text().value_or(""));
  for (const Marker marker : resolution.fork_markers) text += marker.to_text().value_or("") + "\n";
  return text;
}

}  // namespace

TEST_CASE("a resolution for all machines is right on each of them, and the same each time",
          "[property][resolve]") {
  unsigned solved = 0;
  for (unsigned seed = 1; seed <= 150; ++seed) {
    CAPTURE(seed);
    Draft draft(seed, true);
    const std::string universe = draft.universe();
    const std::vector<std::string> roots = draft.requirements();
    ResolveInput input = for_all(">=3.11", {});
    for (const std::string& text : roots) input.requirements.push_back(requirement(text));
    MemoryRegistry registry(universe);
    const auto resolution = answer(input, registry);
    if (!resolution) continue;
    ++solved;
    for (const MarkerEnvironment& machine : machines()) check_on(*resolution, roots, machine);
    MemoryRegistry again(universe);
    CHECK(text_of(*answer(input, again)) == text_of(*resolution));
  }
  CHECK(solved >= 60);
}

// Forks by Python are left out: as in uv, stored forks are begun with the highest Python, whatever
// order they are stored in, so that nested ones come out in another order.
TEST_CASE("what was resolved is kept when it is preferred and its forks are built on",
          "[property][resolve]") {
  for (unsigned seed = 1; seed <= 100; ++seed) {
    CAPTURE(seed);
    Draft draft(seed, false);
    const std::string universe = draft.universe();
    ResolveInput input = for_all(">=3.11", {});
    for (const std::string& text : draft.requirements())
      input.requirements.push_back(requirement(text));
    MemoryRegistry registry(universe);
    const auto first = answer(input, registry);
    if (!first) continue;
    std::get<AllEnvironments>(input.environment).stored_forks = first->fork_markers;
    for (const ResolutionNode& node : first->nodes) {
      if (!node.is_base()) continue;
      const ResolvedPackage& package = first->packages[node.package];
      VersionPreference preference{.name = package.name,
                                   .version = package.version,
                                   .url = package.index,
                                   .fork_markers = {}};
      preference.index = VersionPreference::Index::url;
      for (const Marker fork : first->fork_markers)
        if (!fork.is_disjoint(node.marker)) preference.fork_markers.push_back(fork);
      input.preferences.push_back(std::move(preference));
    }
    const auto second = answer(input, registry);
    REQUIRE(second);
    CHECK(text_of(*second) == text_of(*first));
  }
}
