// SPDX-License-Identifier: MIT
#include "resolve/output_graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <tuple>
#include <utility>

#include "axle/markers/universal_marker.hpp"
#include "base/try.hpp"
#include "resolve/simplify_edges.hpp"

namespace axle {
namespace {

// What tells nodes apart: two forks may have one version from two indexes.
using NodeKey = std::tuple<std::string, Version, std::string, std::string,
                           std::string>;  // name, version, place, extra, group
using PackageKey = std::tuple<std::string, Version, std::string>;

class GraphBuilder {
 public:
  explicit GraphBuilder(const OutputContext& context) : context_(context) {}

  Result<Resolution> build(const std::vector<FinishedFork>& forks) {
    for (const FinishedFork& fork : forks)
      for (const DecidedNode& node : fork.nodes) TRY_OK(add_node(node));
    number_nodes();
    for (const FinishedFork& fork : forks) {
      const Marker marker = fork.environment.universal_marker(context_.conflicts);
      for (const DecidedEdge& edge : fork.edges) add_edge(edge, edge.marker & marker);
      if (forks.size() > 1 || !marker.is_always()) resolution_.fork_markers.push_back(marker);
    }
    for (const auto& [ends, marker] : edges_)
      resolution_.edges.push_back({ends.first, ends.second, marker});
    find_markers();
    add_warnings();
    resolution_.requires_python = context_.input.requires_python;
    return std::move(resolution_);
  }

 private:
  std::string place_of(const DecidedNode& node) const {
    if (node.source != no_source) return source_key(context_.sources.example(node.source).source);
    const IndexUrl* index = node.pin ? node.pin->index() : nullptr;
    return index != nullptr ? index->text() : std::string();
  }

  NodeKey key_of(const DecidedNode& node) const {
    const auto text = [](const auto& names, std::uint32_t id) {
      return id == no_name ? std::string() : names[id].text();
    };
    return {context_.table.names[node.name].text(), node.version, place_of(node),
            text(context_.table.extras, node.extra), text(context_.table.groups, node.group)};
  }

  Result<void> add_node(const DecidedNode& node) {
    const NodeKey key = key_of(node);
    if (!nodes_.emplace(key, node).second) return {};
    PackageKey package_key{std::get<0>(key), std::get<1>(key), std::get<2>(key)};
    if (packages_.contains(package_key)) return {};
    TRY(ResolvedPackage package, make_package(node));
    packages_.emplace(std::move(package_key), std::move(package));
    return {};
  }

  Result<ResolvedPackage> make_package(const DecidedNode& node) const {
    ResolvedPackage package{context_.table.names[node.name], node.version};
    if (node.source != no_source) {
      package.direct = context_.manifest.direct(node.source).distribution;
      return package;
    }
    if (!node.pin)
      return fail(ErrorKind::bug,
                  fmt::format("`{}` was decided without a file", package.name.text()));
    if (node.pin->installed != nullptr) {
      package.installed = true;
      package.metadata = node.pin->installed->metadata;
      return package;
    }
    const AvailableVersion& files = *node.pin->files;
    package.index = *node.pin->index();
    add_files(files, package);
    if (context_.input.with_dependencies) {
      TRY(const VersionMetadata* metadata,
          context_.provider.metadata(node.name, node.version, files));
      package.metadata = metadata->metadata;
    }
    return package;
  }

  // A version taken for its wheels leaves out what was uploaded too late; one taken for its source
  // distribution does not.
  static void add_files(const AvailableVersion& files, ResolvedPackage& package) {
    const bool took_wheel = files.choice == AvailableVersion::Choice::wheel;
    for (std::size_t i = 0; i < files.wheels.size(); ++i) {
      if (took_wheel && files.wheels[i].verdict.is_too_new()) continue;
      if (took_wheel && i == *files.best_wheel) package.chosen_wheel = package.wheels.size();
      package.wheels.push_back(*files.wheels[i].file);
    }
    if (files.sdist && !(took_wheel && files.sdist->verdict.is_too_new()))
      package.sdist = *files.sdist->file;
  }

  void number_nodes() {
    std::map<PackageKey, std::size_t> package_places;
    for (auto& [key, package] : packages_) {
      package_places.emplace(key, resolution_.packages.size());
      resolution_.packages.push_back(std::move(package));
    }
    for (const auto& [key, node] : nodes_) {
      places_.emplace(key, resolution_.nodes.size());
      ResolutionNode made{package_places.at({std::get<0>(key), std::get<1>(key), std::get<2>(key)}),
                          std::nullopt, std::nullopt, Marker::always()};
      if (node.extra != no_name) made.extra = context_.table.extras[node.extra];
      if (node.group != no_name) made.group = context_.table.groups[node.group];
      resolution_.nodes.push_back(std::move(made));
    }
  }

  void add_edge(const DecidedEdge& edge, Marker marker) {
    const std::size_t from =
        edge.from.name == no_name ? ResolutionEdge::root : places_.at(key_of(edge.from));
    const auto to = places_.find(key_of(edge.to));
    if (to == places_.end()) return;
    const auto [place, is_new] = edges_.try_emplace({from, to->second}, marker);
    if (!is_new) place->second |= marker;
  }

  void find_markers() {
    Marker start = Marker::always();
    if (!resolution_.fork_markers.empty()) {
      start = Marker::never();
      for (const Marker marker : resolution_.fork_markers) start |= marker;
    }
    const std::vector<Marker> reached = reach(resolution_.nodes.size(), resolution_.edges, start);
    const Marker world = context_.conflicts.world();
    for (std::size_t i = 0; i < resolution_.nodes.size(); ++i)
      resolution_.nodes[i].marker = with_world_knowledge(reached[i], world);
    for (ResolutionEdge& edge : resolution_.edges)
      edge.marker = with_world_knowledge(edge.marker, world);
    simplify_edges(resolution_, context_.input.conflicts);
    drop_unreachable();
  }

  void drop_unreachable() {
    constexpr std::size_t gone = ResolutionEdge::root - 1;
    std::vector<std::size_t> new_places(resolution_.nodes.size(), gone);
    std::vector<ResolutionNode> kept;
    for (std::size_t i = 0; i < resolution_.nodes.size(); ++i) {
      if (resolution_.nodes[i].marker.is_never()) continue;
      new_places[i] = kept.size();
      kept.push_back(std::move(resolution_.nodes[i]));
    }
    resolution_.nodes = std::move(kept);
    std::erase_if(resolution_.edges, [&](ResolutionEdge& edge) {
      if (edge.from != ResolutionEdge::root) edge.from = new_places[edge.from];
      edge.to = new_places[edge.to];
      return edge.from == gone || edge.to == gone;
    });
    drop_unused_packages();
  }

  void drop_unused_packages() {
    std::vector<bool> is_used(resolution_.packages.size());
    for (const ResolutionNode& node : resolution_.nodes) is_used[node.package] = true;
    std::vector<std::size_t> new_places(resolution_.packages.size());
    std::vector<ResolvedPackage> kept;
    for (std::size_t i = 0; i < resolution_.packages.size(); ++i) {
      new_places[i] = kept.size();
      if (is_used[i]) kept.push_back(std::move(resolution_.packages[i]));
    }
    resolution_.packages = std::move(kept);
    for (ResolutionNode& node : resolution_.nodes) node.package = new_places[node.package];
  }

  void add_warnings() {
    using Kind = ResolutionWarning::Kind;
    for (const ResolutionNode& node : resolution_.nodes) {
      const ResolvedPackage& package = resolution_.packages[node.package];
      if (node.extra && !has_extra(package, *node.extra))
        resolution_.warnings.push_back({Kind::missing_extra, node.package, node.extra->text()});
      if (node.group && package.direct != nullptr && !package.direct->groups.contains(*node.group))
        resolution_.warnings.push_back({Kind::missing_group, node.package, node.group->text()});
      if (!node.is_base()) continue;
      const DistributionFile* file = package.chosen_wheel ? &package.wheels[*package.chosen_wheel]
                                     : package.sdist      ? &*package.sdist
                                                          : nullptr;
      if (file != nullptr && file->yanked)
        resolution_.warnings.push_back({Kind::yanked, node.package, *file->yanked});
    }
  }

  static bool has_extra(const ResolvedPackage& package, const ExtraName& extra) {
    const std::vector<ExtraName>* extras = nullptr;
    if (package.direct != nullptr)
      extras = &package.direct->extras;
    else if (package.metadata != nullptr)
      extras = &package.metadata->provides_extras;
    return extras == nullptr || std::find(extras->begin(), extras->end(), extra) != extras->end();
  }

  const OutputContext& context_;
  std::map<NodeKey, DecidedNode> nodes_;
  std::map<PackageKey, ResolvedPackage> packages_;
  std::map<NodeKey, std::size_t> places_;
  std::map<std::pair<std::size_t, std::size_t>, Marker> edges_;
  Resolution resolution_;
};

}  // namespace

std::vector<Marker> reach(std::size_t node_count, const std::vector<ResolutionEdge>& edges,
                          Marker start) {
  const std::size_t root = node_count;
  std::vector<std::vector<const ResolutionEdge*>> outgoing(node_count + 1);
  std::vector<bool> has_incoming(node_count + 1);
  for (const ResolutionEdge& edge : edges) {
    outgoing[edge.from == ResolutionEdge::root ? root : edge.from].push_back(&edge);
    has_incoming[edge.to] = true;
  }
  std::vector<Marker> reached(node_count + 1, Marker::never());
  std::deque<std::size_t> queue;
  for (std::size_t i = 0; i <= node_count; ++i) {
    if (has_incoming[i]) continue;
    reached[i] = start;
    queue.push_back(i);
  }
  while (!queue.empty()) {
    const std::size_t parent = queue.front();
    queue.pop_front();
    for (const ResolutionEdge* edge : outgoing[parent]) {
      const Marker more = reached[edge->to] | (reached[parent] & edge->marker);
      if (more == reached[edge->to]) continue;  // a longer way adds nothing
      reached[edge->to] = more;
      queue.push_back(edge->to);
    }
  }
  reached.pop_back();
  return reached;
}

Result<Resolution> build_resolution(const std::vector<FinishedFork>& forks,
                                    const OutputContext& context) {
  return GraphBuilder(context).build(forks);
}

}  // namespace axle
