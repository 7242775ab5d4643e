// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "arms/installed_graph.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "provision/resolve_packages.hpp"
#include "services/python_target.hpp"

namespace axle {
namespace {

void check_node(const InstalledNode& node, const std::vector<InstalledNode>& graph,
                const Version& python, std::vector<std::string>& problems) {
  const std::string& name = node.distribution.name.text();
  if (!node.metadata) {
    problems.push_back(fmt::format("The package `{}` has no METADATA that can be read", name));
    return;
  }
  if (node.metadata->requires_python && !node.metadata->requires_python->contains(python, true))
    problems.push_back(fmt::format("The package `{}` requires Python {}, but `{}` is installed",
                                   name, node.metadata->requires_python->to_string(),
                                   python.to_string()));
  for (const Requirement& requirement : node.needs) {
    const InstalledNode* found = find_installed(graph, requirement.name);
    std::string asked = requirement.name.text() + requirement.specifiers.to_string(",");
    if (found == nullptr)
      problems.push_back(
          fmt::format("The package `{}` requires `{}`, but it's not installed", name, asked));
    else if (!requirement.specifiers.contains(found->distribution.version, true))
      problems.push_back(fmt::format("The package `{}` requires `{}`, but `{}` is installed", name,
                                     asked, found->distribution.version.to_string()));
  }
}

}  // namespace

Result<ExitCode> pip_check_command(const PipCheckOptions& options, Session& services) {
  const auto start = std::chrono::steady_clock::now();
  TRY(const Interpreter interpreter, pip_environment(options.target, false, services));
  TRY(const ResolutionTarget target,
      resolution_target(interpreter, options.python_version, options.python_platform,
                        services.environment()));
  TRY(const std::vector<InstalledNode> graph,
      installed_graph(interpreter, target.environment.markers));
  std::vector<std::string> problems;
  for (std::size_t i = 0; i < graph.size(); ++i) {
    check_node(graph[i], graph, target.python, problems);
    if (i > 0 && graph[i - 1].distribution.name == graph[i].distribution.name)
      problems.push_back(fmt::format("The package `{}` is installed more than once",
                                     graph[i].distribution.name.text()));
  }
  services.printer().say(fmt::format("Checked {} in {}", counted(graph.size(), "package"),
                                     elapsed_text(std::chrono::steady_clock::now() - start)));
  if (problems.empty()) {
    services.printer().say("All installed packages are compatible");
    return ExitCode::success;
  }
  services.printer().say(
      fmt::format("Found {}", counted(problems.size(), "incompatibility", "incompatibilities")));
  std::string text;
  for (const std::string& problem : problems) text += problem + "\n";
  services.printer().data(text);
  return ExitCode::no_solution;
}

}  // namespace axle
