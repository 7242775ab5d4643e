// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "arms/installed_graph.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "services/python_target.hpp"

namespace axle {
namespace {

class TreePrinter {
 public:
  TreePrinter(const std::vector<InstalledNode>& graph, const PipTreeOptions& options)
      : graph_(graph), options_(options) {}

  std::string text() && { return std::move(text_); }
  bool repeated() const { return repeated_; }

  void print(const InstalledNode& node, const std::string& indent, const std::string& branch,
             unsigned depth, const std::string& note) {
    const std::string& name = node.distribution.name.text();
    text_ += fmt::format("{}{}{} v{}{}", indent, branch, name,
                         node.distribution.version.to_string(), note);
    const std::vector<Next> next = following(node);
    const bool seen = !visited_.insert(name).second;
    if (seen && !options_.no_dedupe && !next.empty()) {
      text_ += " (*)\n";
      repeated_ = true;
      return;
    }
    text_ += "\n";
    // A cycle ends here, also without the marks of repetition.
    if (depth == options_.depth || std::ranges::find(path_, name) != path_.end()) return;
    path_.push_back(name);
    const std::string deeper =
        branch.empty() ? indent : indent + (branch.starts_with("└") ? "    " : "│   ");
    for (std::size_t i = 0; i < next.size(); ++i)
      print(*next[i].node, deeper, i + 1 == next.size() ? "└── " : "├── ", depth + 1, next[i].note);
    path_.pop_back();
  }

 private:
  struct Next {
    const InstalledNode* node;
    std::string note;
  };

  std::vector<Next> following(const InstalledNode& node) const {
    std::vector<Next> next;
    const auto add = [&](const InstalledNode* found, std::string note) {
      if (found == nullptr || std::ranges::find(options_.prune, found->distribution.name.text()) !=
                                  options_.prune.end())
        return;
      if (std::ranges::none_of(next, [&](const Next& known) { return known.node == found; }))
        next.push_back({found, std::move(note)});
    };
    if (options_.invert) {
      for (const InstalledNode& other : graph_)
        for (const Requirement& requirement : other.needs)
          if (requirement.name == node.distribution.name) add(&other, note_of(requirement));
    } else {
      for (const Requirement& requirement : node.needs)
        add(find_installed(graph_, requirement.name), note_of(requirement));
    }
    std::ranges::sort(next, {}, [](const Next& entry) { return entry.node->distribution.name; });
    return next;
  }

  std::string note_of(const Requirement& requirement) const {
    if (!options_.show_version_specifiers) return {};
    const std::string specifiers = requirement.specifiers.to_string(", ");
    return options_.invert ? fmt::format(" [requires: {} {}]", requirement.name.text(),
                                         specifiers.empty() ? "*" : specifiers)
                           : fmt::format(" [required: {}]", specifiers.empty() ? "*" : specifiers);
  }

  const std::vector<InstalledNode>& graph_;
  const PipTreeOptions& options_;
  std::string text_;
  std::set<std::string> visited_;
  std::vector<std::string> path_;
  bool repeated_ = false;
};

/// Where to begin: what was named, else what nothing needs (what needs nothing, when inverted),
/// else everything.
Result<std::vector<const InstalledNode*>> roots(const std::vector<InstalledNode>& graph,
                                                const PipTreeOptions& options) {
  std::vector<const InstalledNode*> found;
  for (const std::string& given : options.packages) {
    TRY(const PackageName name, PackageName::parse(given));
    const InstalledNode* node = find_installed(graph, name);
    if (node == nullptr)
      return fail(ErrorKind::failed, fmt::format("the package `{}` is not installed", name.text()));
    found.push_back(node);
  }
  if (!found.empty()) return found;
  for (const InstalledNode& node : graph) {
    const bool is_root =
        options.invert ? node.needs.empty() : needed_by(graph, node.distribution.name).empty();
    if (is_root) found.push_back(&node);
  }
  if (found.empty())
    for (const InstalledNode& node : graph) found.push_back(&node);
  return found;
}

}  // namespace

Result<ExitCode> pip_tree_command(const PipTreeOptions& options, Session& services) {
  TRY(const Interpreter interpreter, pip_environment(options.target, false, services));
  TRY(const std::vector<InstalledNode> graph, installed_graph(interpreter));
  TRY(const std::vector<const InstalledNode*> starts, roots(graph, options));
  TreePrinter printer(graph, options);
  for (const InstalledNode* start : starts) printer.print(*start, "", "", 0, "");
  const bool repeated = printer.repeated();
  std::string text = std::move(printer).text();
  if (repeated) text += "(*) Package tree already displayed\n";
  services.printer().data(text);
  return ExitCode::success;
}

}  // namespace axle
