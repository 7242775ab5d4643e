// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "cli/operations/locked_packages.hpp"
#include "cli/operations/locking.hpp"
#include "cli/operations/open_project.hpp"
#include "cli/operations/python_target.hpp"
#include "cli/settings_layer.hpp"
#include "lock/export.hpp"

namespace axle {
namespace {

/// Who needs whom, as far as a selection reaches.
struct Graph {
  const Lockfile& lockfile;
  std::map<std::size_t, std::set<std::size_t>> children, parents;
};

Graph graph_of(const Lockfile& lockfile, const std::vector<ExportedPackage>& packages,
               const MarkerEnvironment* machine) {
  Graph graph{lockfile, {}, {}};
  for (const ExportedPackage& package : packages) {
    if (machine != nullptr && !package.marker.evaluate(*machine)) continue;
    graph.children[package.package];
    graph.parents[package.package];
  }
  for (const ExportedPackage& package : packages) {
    if (!graph.children.contains(package.package)) continue;
    for (const std::size_t parent : package.parents) {
      if (!graph.parents.contains(parent)) continue;
      graph.children[parent].insert(package.package);
      graph.parents[package.package].insert(parent);
    }
  }
  return graph;
}

/// Draws what hangs below packages. A package is drawn in full once, then marked `(*)`.
class TreeText {
 public:
  TreeText(const Graph& graph, bool inverted, unsigned depth, bool dedupe,
           std::set<PackageName> pruned)
      : graph_(graph),
        below_(inverted ? graph.parents : graph.children),
        depth_(depth),
        dedupe_(dedupe),
        pruned_(std::move(pruned)) {}

  void add(std::size_t package) { draw(package, "", "", 0); }
  std::string take() { return std::move(text_); }

 private:
  void draw(std::size_t position, const std::string& lead, const std::string& indent,
            unsigned level) {
    const LockedPackage& package = graph_.lockfile.packages[position];
    text_ += lead + package.name.text();
    if (package.version) text_ += " v" + package.version->to_string();
    std::vector<std::size_t> items;
    if (const auto found = below_.find(position); found != below_.end())
      std::ranges::copy_if(found->second, std::back_inserter(items), [&](std::size_t item) {
        return !pruned_.contains(graph_.lockfile.packages[item].name);
      });
    // A cycle must end even where nothing is deduplicated.
    const bool is_open = std::ranges::find(open_, position) != open_.end();
    const bool is_again = is_open || (dedupe_ && !seen_.insert(position).second);
    if (is_again && !items.empty()) text_ += " (*)";
    text_ += '\n';
    if (is_again || level >= depth_) return;
    open_.push_back(position);
    for (std::size_t i = 0; i < items.size(); ++i) {
      const bool is_last = i + 1 == items.size();
      draw(items[i], indent + (is_last ? "└── " : "├── "), indent + (is_last ? "    " : "│   "),
           level + 1);
    }
    open_.pop_back();
  }

  const Graph& graph_;
  const std::map<std::size_t, std::set<std::size_t>>& below_;
  unsigned depth_;
  bool dedupe_;
  std::set<PackageName> pruned_;
  std::set<std::size_t> seen_;
  std::vector<std::size_t> open_;
  std::string text_;
};

Result<std::vector<std::size_t>> named(const Graph& graph, const std::string& text) {
  TRY(const PackageName name, PackageName::parse(text));
  const auto [first, last] = graph.lockfile.positions_of(name);
  std::vector<std::size_t> found;
  for (std::size_t i = first; i < last; ++i)
    if (graph.children.contains(i)) found.push_back(i);
  if (found.empty())
    return fail(ErrorKind::failed,
                fmt::format("`{}` is not among the packages of the project", name.text()));
  return found;
}

}  // namespace

Result<ExitCode> tree_command(const TreeOptions& options, Services& services) {
  TRY(const SettingsLayer layer, settings_layer(options, services.directory()));
  TRY(const Settings* const settings, services.settings(layer));
  TRY(const Project project, open_project(*settings, services));
  TRY(const ProjectSelection selection, select(project, options.selection));
  TRY(const LockOutcome lock, lock_project({.project = project,
                                            .settings = *settings,
                                            .resolver = options.resolver,
                                            .python = options.python,
                                            .use = lock_use(options.lock, false, services)},
                                           services));
  TRY(const std::vector<ExportedPackage> packages,
      reach_packages(lock.lockfile, lock_selection(project, selection)));
  std::optional<MarkerEnvironment> machine;
  if (!options.universal) {
    TRY(const Interpreter interpreter, project_interpreter(project, options.python, services));
    TRY(const ResolutionTarget target,
        resolution_target(interpreter, std::nullopt, options.python_platform));
    machine = target.environment.markers;
  }
  const Graph graph = graph_of(lock.lockfile, packages, machine ? &*machine : nullptr);
  std::set<PackageName> pruned;
  for (const std::string& text : options.prune) {
    TRY(PackageName name, PackageName::parse(text));
    pruned.insert(std::move(name));
  }
  TreeText tree(graph, options.invert, options.depth, !options.no_dedupe, std::move(pruned));
  std::vector<std::size_t> starts;
  for (const std::string& text : options.packages) {
    TRY(const std::vector<std::size_t> found, named(graph, text));
    starts.insert(starts.end(), found.begin(), found.end());
  }
  if (starts.empty())
    for (const auto& [position, above] : options.invert ? graph.children : graph.parents)
      if (above.empty()) starts.push_back(position);
  for (const std::size_t start : starts) tree.add(start);
  services.printer().data(tree.take());
  return ExitCode::success;
}

Result<ExitCode> why_command(const WhyOptions& options, Services& services) {
  TreeOptions tree{};
  tree.index = options.index;
  tree.lock = options.lock;
  tree.python = options.python;
  tree.packages = {options.package};
  tree.invert = true;
  tree.universal = true;
  return tree_command(tree, services);
}

}  // namespace axle
