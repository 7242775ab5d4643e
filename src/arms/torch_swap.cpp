// SPDX-License-Identifier: MIT
#include "arms/torch_swap.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <optional>

#include "accelerator/arm_name.hpp"
#include "accelerator/catalog.hpp"
#include "axle/standards/core_metadata.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

std::string local_of(const Version& version) {
  const std::string text = version.to_string();
  const std::size_t plus = text.find('+');
  return plus == std::string::npos ? std::string() : text.substr(plus + 1);
}

bool is_accelerated_build(const Version& version) {
  const auto kind = accelerator_kind(local_of(version));
  return kind && *kind != AcceleratorKind::cpu;
}

/// From what was asked for to the package, positions of nodes; the shortest way.
std::vector<std::size_t> way_to(const Resolution& resolution, const PackageName& name) {
  std::vector<std::optional<std::size_t>> before(resolution.nodes.size());
  std::deque<std::size_t> queue;
  for (const ResolutionEdge& edge : resolution.edges)
    if (edge.from == ResolutionEdge::root) {
      before[edge.to] = ResolutionEdge::root;
      queue.push_back(edge.to);
    }
  for (; !queue.empty(); queue.pop_front()) {
    const std::size_t here = queue.front();
    if (resolution.packages[resolution.nodes[here].package].name == name) {
      std::vector<std::size_t> way{here};
      while (*before[way.back()] != ResolutionEdge::root) way.push_back(*before[way.back()]);
      std::ranges::reverse(way);
      return way;
    }
    for (const ResolutionEdge& edge : resolution.edges)
      if (edge.from == here && !before[edge.to]) {
        before[edge.to] = here;
        queue.push_back(edge.to);
      }
  }
  return {};
}

/// "foo==1.0 needs bar>=2, bar==2.1 needs torch==2.12.0".
std::string chain_to(const Resolution& resolution, const PackageName& name) {
  const std::vector<std::size_t> way = way_to(resolution, name);
  std::vector<std::string> steps;
  for (std::size_t i = 0; i + 1 < way.size(); ++i) {
    const ResolvedPackage& from = resolution.packages[resolution.nodes[way[i]].package];
    const ResolvedPackage& to = resolution.packages[resolution.nodes[way[i + 1]].package];
    if (from.name == to.name) continue;  // an extra and its package
    std::string asked = to.name.text();
    if (from.metadata)
      for (const Requirement& requirement : from.metadata->requires_dist)
        if (requirement.name == to.name && !requirement.specifiers.to_string().empty()) {
          asked += requirement.specifiers.to_string();
          break;
        }
    steps.push_back(fmt::format("`{}=={}` needs `{}`", from.name.text(), from.version.to_string(),
                                escape_foreign(asked)));
  }
  return join(steps, ", ");
}

}  // namespace

Result<void> refuse_swap(const InstallPlan& plan, const Resolution& resolution,
                         const std::vector<SourcedRequirement>& asked) {
  const Catalog& catalog = Catalog::built_in();
  for (const PlannedInstall& install : plan.installs) {
    const PackageName& name = install.wanted.name;
    if (install.replaces.size() != 1 || !catalog.is_family(name.text())) continue;
    const Version& old = install.replaces.front().version;
    if (!is_accelerated_build(old) || is_accelerated_build(install.wanted.version)) continue;
    if (std::ranges::find(asked, name, &SourcedRequirement::name) != asked.end()) continue;
    const std::string chain = chain_to(resolution, name);
    return fail(
        ErrorKind::failed,
        fmt::format("`{0}=={1}` would be replaced by `{0}=={2}`, which is no build for `{3}`{4}{5}",
                    name.text(), old.to_string(), install.wanted.version.to_string(), local_of(old),
                    chain.empty() ? "" : ": ", chain),
        fmt::format("add `--torch-backend {}` for a build of that version, or name `{}` in the "
                    "command to have it as it is",
                    local_of(old), name.text()));
  }
  return {};
}

}  // namespace axle
