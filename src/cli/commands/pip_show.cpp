// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "arms/installed_graph.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "services/parse_names.hpp"
#include "services/python_target.hpp"

namespace axle {
namespace {

constexpr std::uint64_t largest_record = 64 << 20;

std::vector<std::string> names_of(const std::vector<Requirement>& requirements) {
  std::vector<std::string> names;
  for (const Requirement& requirement : requirements)
    if (std::ranges::find(names, requirement.name.text()) == names.end())
      names.push_back(requirement.name.text());
  std::ranges::sort(names);
  return names;
}

/// The paths of RECORD, as they are written there.
std::vector<std::string> record_paths(const InstalledDistribution& distribution) {
  std::vector<std::string> paths;
  const auto text = read_file(distribution.info / "RECORD", largest_record);
  if (!text) return paths;
  for (std::string_view line : split(*text, '\n')) {
    if (line.empty()) continue;
    const bool quoted = line[0] == '"';
    const std::size_t end = quoted ? line.find("\",") : line.find(',');
    paths.push_back(escape_foreign(
        line.substr(quoted ? 1 : 0, end == std::string_view::npos ? end : end - (quoted ? 1 : 0))));
  }
  std::ranges::sort(paths);
  return paths;
}

std::string description(const InstalledNode& node, const std::vector<InstalledNode>& graph,
                        bool files) {
  const InstalledDistribution& distribution = node.distribution;
  std::string text = fmt::format("Name: {}\nVersion: {}\nLocation: {}\n", distribution.name.text(),
                                 distribution.version.to_string(),
                                 escape_foreign(distribution.info.parent_path().string()));
  if (const auto location = distribution.editable_location())
    text += fmt::format("Editable project location: {}\n", escape_foreign(*location));
  const auto line = [&](std::string_view title, const std::vector<std::string>& names) {
    text += fmt::format("{}:{}{}\n", title, names.empty() ? "" : " ", join(names, ", "));
  };
  line("Requires", names_of(node.needs));
  line("Required-by", needed_by(graph, distribution.name));
  if (files) {
    text += "Files:\n";
    for (const std::string& path : record_paths(distribution)) text += fmt::format("  {}\n", path);
  }
  return text;
}

nlohmann::json as_json(const InstalledNode& node, const std::vector<InstalledNode>& graph,
                       bool files) {
  nlohmann::json out{{"name", node.distribution.name.text()},
                     {"version", node.distribution.version.to_string()},
                     {"location", node.distribution.info.parent_path().string()},
                     {"requires", names_of(node.needs)},
                     {"required_by", needed_by(graph, node.distribution.name)}};
  if (const auto location = node.distribution.editable_location())
    out["editable_project_location"] = *location;
  if (files) out["files"] = record_paths(node.distribution);
  return out;
}

}  // namespace

Result<ExitCode> pip_show_command(const PipShowOptions& options, Session& services) {
  TRY(const Interpreter interpreter, pip_environment(options.target, false, services));
  TRY(const std::vector<InstalledNode> graph, installed_graph(interpreter));
  std::string text;
  nlohmann::json list = nlohmann::json::array();
  TRY(const std::set<PackageName> names, parse_names<PackageName>(options.packages));
  for (const PackageName& name : names) {  // each once, by name, as uv shows them
    const InstalledNode* node = find_installed(graph, name);
    if (node == nullptr) {
      services.printer().warn(fmt::format("Package(s) not found for: {}", name.text()));
      continue;
    }
    if (!text.empty()) text += "---\n";
    text += description(*node, graph, options.files);
    list.push_back(as_json(*node, graph, options.files));
  }
  if (list.empty()) return ExitCode::no_solution;
  services.printer().data(services.options().json
                              ? list.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) +
                                    "\n"
                              : text);
  return ExitCode::success;
}

}  // namespace axle
