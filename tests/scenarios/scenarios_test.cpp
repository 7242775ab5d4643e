// SPDX-License-Identifier: MIT
// Runs every *.toml beside it. Keys:
//   about        what the case shows
//   universe     the indexes, as MemoryRegistry reads them
//   requires     the requirements; or [project] with dependencies, optional-dependencies and groups
//   (one requirement each) python       requires-python: resolve for all machines; absent: for
//   CPython 3.12 on Linux x86_64 resolution, prerelease, fork-strategy, environments,
//   required-environments, conflicts (extras of the project) packages     the answer, a line for
//   each package, as resolved() gives it; or error: a part of the message forks        markers of
//   the forks in order; may be absent
#include <toml++/toml.h>
#include <algorithm>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "resolve_fixture.hpp"
#include "support/catch.hpp"

using namespace axle;
using namespace axle::testing;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> list(const toml::node_view<const toml::node>& node) {
  std::vector<std::string> texts;
  if (const toml::array* array = node.as_array())
    for (const auto& item : *array) texts.push_back(item.value_or(std::string()));
  return texts;
}

Project read_project(const toml::table& table) {
  Project project;
  project.requires_dist = list(table["project"]["dependencies"]);
  if (const auto* extras = table["project"]["optional-dependencies"].as_table())
    for (const auto& [name, entries] : *extras) {
      project.extras.emplace_back(name.str());
      for (const std::string& text : list(toml::node_view<const toml::node>(entries)))
        project.requires_dist.push_back(text + " ; extra == '" + std::string(name.str()) + "'");
    }
  if (const auto* groups = table["project"]["groups"].as_table())
    for (const auto& [name, entries] : *groups)
      for (const std::string& text : list(toml::node_view<const toml::node>(entries)))
        project.groups.emplace_back(std::string(name.str()), text);
  if (const auto* sources = table["project"]["sources"].as_array())
    for (const auto& entry : *sources) {
      const toml::table& source = *entry.as_table();
      project.sources.push_back(
          {source["package"].value_or(std::string()), source["index"].value_or(std::string()),
           source["tie"].value_or(std::string()), source["marker"].value_or(std::string())});
    }
  return project;
}

ResolveInput read_input(const toml::table& table) {
  const std::string python = table["python"].value_or(std::string());
  ResolveInput input = table["project"] ? for_project(python, read_project(table))
                       : python.empty() ? for_one_machine({})
                                        : for_all(python, {});
  for (const std::string& text : list(table["requires"]))
    input.requirements.push_back(requirement(text));
  const std::map<std::string, ResolutionMode> resolutions{
      {"lowest", ResolutionMode::lowest},
      {"lowest-direct", ResolutionMode::lowest_direct},
      {"", ResolutionMode::highest}};
  input.resolution = resolutions.at(table["resolution"].value_or(std::string()));
  if (table["prerelease"].value_or(std::string()) == "allow")
    input.prerelease = PrereleaseMode::allow;
  if (table["fork-strategy"].value_or(std::string()) == "fewest")
    input.fork_strategy = ForkStrategy::fewest;
  if (auto* all = std::get_if<AllEnvironments>(&input.environment)) {
    for (const std::string& text : list(table["environments"]))
      all->environments.push_back(marker(text));
    for (const std::string& text : list(table["required-environments"]))
      all->required_environments.push_back(marker(text));
  }
  ConflictSet conflicts;
  for (const std::string& extra : list(table["conflicts"]))
    conflicts.insert({package_name("project"), *ExtraName::parse(extra)});
  if (!conflicts.empty()) input.conflicts = {conflicts};
  return input;
}

std::string lines(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += item + "\n";
  return text;
}

std::string sorted_lines(std::vector<std::string> items) {
  std::sort(items.begin(), items.end());
  return lines(items);
}

std::string answer_lines(std::string answer) {
  std::vector<std::string> items;
  for (std::size_t at; (at = answer.find(", ")) != std::string::npos; answer.erase(0, at + 2))
    items.push_back(answer.substr(0, at));
  items.push_back(answer);
  return sorted_lines(items);
}

}  // namespace

TEST_CASE("every scenario has the answer that it states", "[scenario]") {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(AXLE_SCENARIOS))
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  REQUIRE(files.size() >= 10);
  for (const fs::path& file : files) {
    CAPTURE(file.filename().string());
    const toml::table table = toml::parse_file(file.string());
    const ResolveInput input = read_input(table);
    const std::string universe = table["universe"].value_or(std::string());
    const std::string got = resolved(input, universe);
    if (const auto error = table["error"].value<std::string>()) {
      CHECK(got.starts_with("error: "));
      CHECK(got.find(*error) != std::string::npos);
    } else {
      CHECK(answer_lines(got) == sorted_lines(list(table["packages"])));
    }
    if (table["forks"]) CHECK(lines(forks(input, universe)) == lines(list(table["forks"])));
  }
}
