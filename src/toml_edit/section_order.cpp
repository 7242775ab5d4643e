// SPDX-License-Identifier: MIT
#include "toml_edit/section_order.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace axle {
namespace {

/// A table by its key, with the sections that define it (several for an array of tables).
struct Node {
  std::vector<std::size_t> sections;
  std::vector<std::size_t> children;  // in the order in which their keys first came up
};

/// All tables, in one list, the root first.
class Tree {
 public:
  explicit Tree(std::span<const TomlSection> sections) : nodes_(1) {
    for (std::size_t s = 0; s < sections.size(); ++s) {
      const std::size_t table = node_at(0, sections[s].path);
      nodes_[table].sections.push_back(s);
      for (const TomlLine& line : sections[s].lines)
        node_at(table, {line.key.begin(), line.key.end() - 1});
    }
  }

  /// Sections as they are visited.
  std::vector<std::size_t> walk() const {
    std::vector<std::size_t> visited;
    std::vector<std::size_t> waiting{0};
    while (!waiting.empty()) {
      const Node& node = nodes_[waiting.back()];
      waiting.pop_back();
      visited.insert(visited.end(), node.sections.begin(), node.sections.end());
      waiting.insert(waiting.end(), node.children.rbegin(), node.children.rend());
    }
    return visited;
  }

 private:
  std::size_t node_at(std::size_t node, const TomlPath& path) {
    for (const std::string& key : path) {
      const auto [known, is_new] = children_.try_emplace({node, key}, nodes_.size());
      if (is_new) {
        nodes_.emplace_back();
        nodes_[node].children.push_back(known->second);
      }
      node = known->second;
    }
    return node;
  }

  std::vector<Node> nodes_;
  std::map<std::pair<std::size_t, std::string>, std::size_t> children_;
};

}  // namespace

std::vector<std::size_t> section_order(std::span<const TomlSection> sections) {
  std::vector<std::size_t> order = Tree(sections).walk();
  std::vector<std::int64_t> positions(sections.size());
  std::int64_t last = 0;
  for (const std::size_t s : order) {
    if (sections[s].position != TomlSection::unplaced) last = sections[s].position;
    positions[s] = last;
  }
  std::ranges::stable_sort(order, {}, [&](std::size_t s) { return positions[s]; });
  return order;
}

}  // namespace axle
